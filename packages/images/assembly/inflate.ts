// Inflating (RFC 1951) from one place in memory to another, as much as there is of either: the caller adds input, takes output, and calls
// again. The first 10 KB of its memory are those of blockCodes.ts.
import {
  beginInput, bitCount, bits, inputAt, inputEnd, isBeyondInput, isLastInput, setInput, symbolBytes, takeBits, unreadBytes,
} from './bitInput';
import { codes, distances, fixedCodes, readCodes } from './blockCodes';
import { DISTANCES, END, entryAt, LITERAL, LITERALS, NUMBER } from './prefixCodes';

// What a call ends with.
/** All blocks are read. */
const DONE = 0;
const NEEDS_INPUT = 1;
const OUTPUT_IS_FULL = 2;
/** The input ends within a block. */
const ENDS_EARLY = 3;
const DAMAGED = 4;

// What comes next.
const HEADER = 0;
const STORED = 1;
const CODED = 2;

/** More than a block's header takes. */
const headerBytes: usize = 512;
/** More than a copy writes: 258, by eights. */
const copyBytes: usize = 272;
const windowBytes: usize = 32768;

let next: i32 = HEADER;
let isLastBlock: bool = false;
let storedLeft: usize = 0;
let outputStart: usize = 0;
let outputAt: usize = 0;
let outputEnd: usize = 0;

/** Begins anew, to write from `start` on up to 272 bytes before `end`. */
export function beginInflating(start: usize, end: usize): void {
  setInput(inputAt, 0, 0);
  next = HEADER;
  isLastBlock = false;
  outputStart = start;
  outputAt = start;
  outputEnd = end - copyBytes;
}

/** Where the output ends. */
export function inflatedTo(): usize {
  return outputAt;
}

/** Where the input begins that was not taken. */
export function inputLeftAt(): usize {
  return inputAt;
}

/**
 * After the output was taken: moves its last 32 KiB to the front, where copies look for it.
 *
 * @returns where it goes on
 */
export function slideWindow(): usize {
  const kept = min<usize>(outputAt - outputStart, windowBytes);
  memory.copy(outputStart, outputAt - kept, kept);
  outputAt = outputStart + kept;
  return outputAt;
}

/**
 * @param from where the input begins that was not taken before, `to` where it ends; 16 bytes beyond are looked at
 * @param isLast whether no more will come
 * @returns see above
 */
export function inflate(from: usize, to: usize, isLast: bool): i32 {
  beginInput(from, to, isLast);
  let status = DONE;
  while (status === DONE && !(next === HEADER && isLastBlock)) {
    if (next === STORED) status = storedBlock();
    else if (next === CODED) status = codedBlock();
    else if (!isLast && inputAt - <usize>(bitCount >> 3) + headerBytes > to) status = NEEDS_INPUT;
    else {
      status = blockHeader();
      if (isBeyondInput(inputAt, bitCount)) status = ENDS_EARLY;
    }
  }
  unreadBytes();
  return status;
}

function blockHeader(): i32 {
  isLastBlock = takeBits(1) === 1;
  const kind = takeBits(2);
  if (kind === 3) return DAMAGED;
  if (kind === 0) return storedHeader();
  next = CODED;
  if (kind === 2) return readCodes() ? DONE : DAMAGED;
  fixedCodes();
  return DONE;
}

function storedHeader(): i32 {
  takeBits(bitCount & 7);
  const size = takeBits(16);
  if ((size ^ takeBits(16)) !== 0xffff) return DAMAGED;
  storedLeft = size;
  setInput(inputAt - <usize>(bitCount >> 3), 0, 0);
  next = STORED;
  return DONE;
}

function storedBlock(): i32 {
  while (storedLeft > 0) {
    if (outputAt >= outputEnd) return OUTPUT_IS_FULL;
    if (inputAt >= inputEnd) return isLastInput ? ENDS_EARLY : NEEDS_INPUT;
    const size = min(storedLeft, min(inputEnd - inputAt, outputEnd - outputAt));
    memory.copy(outputAt, inputAt, size);
    setInput(inputAt + size, bits, bitCount);
    outputAt += size;
    storedLeft -= size;
  }
  next = HEADER;
  return DONE;
}

function codedBlock(): i32 {
  let buffer = bits;
  let count = bitCount;
  let at = inputAt;
  let to = outputAt;
  let status = DONE;
  // Whether what was read ahead may lie beyond the input.
  let ends = false;
  for (;;) {
    if (to >= outputEnd) {
      status = OUTPUT_IS_FULL;
      break;
    }
    // A symbol with all its bits is at most 48.
    if (count < 48) {
      if (at + symbolBytes > inputEnd) {
        if (!isLastInput) {
          status = NEEDS_INPUT;
          break;
        }
        ends = true;
      }
      buffer |= load<u64>(at) << <u64>count;
      at += <usize>((63 - count) >> 3);
      count |= 56;
    }
    const entry = entryAt(codes, buffer, LITERALS);
    buffer >>= <u64>(entry & 15);
    count -= entry & 15;
    const kind = entry & 48;
    if (ends && isBeyondInput(at, count)) {
      status = ENDS_EARLY;
      break;
    }
    if (kind === LITERAL) {
      store<u8>(to++, <u8>(entry >> 16));
      continue;
    }
    if (kind === END) {
      next = HEADER;
      break;
    }
    if (entry === 0 || kind !== NUMBER) {
      status = DAMAGED;
      break;
    }
    let size = (entry >> 8) & 31;
    const length = (entry >> 16) + (<i32>buffer & ((1 << size) - 1));
    buffer >>= <u64>size;
    count -= size;
    const far = entryAt(distances, buffer, DISTANCES);
    buffer >>= <u64>(far & 15);
    count -= far & 15;
    size = (far >> 8) & 31;
    const distance = <usize>((far >> 16) + (<i32>buffer & ((1 << size) - 1)));
    buffer >>= <u64>size;
    count -= size;
    if (isBeyondInput(at, count)) {
      status = ENDS_EARLY;
      break;
    }
    if (far === 0 || (far & 48) !== NUMBER || distance > to - outputStart) {
      status = DAMAGED;
      break;
    }
    copy(to, distance, length);
    to += length;
  }
  setInput(at, buffer, count);
  outputAt = to;
  return status;
}

/** Copies may overlap themselves, and write up to seven bytes more. */
// @ts-ignore: decorator
@inline
function copy(to: usize, distance: usize, length: i32): void {
  const end = to + <usize>length;
  if (distance >= 8) for (; to < end; to += 8) store<u64>(to, load<u64>(to - distance));
  else for (; to < end; to++) store<u8>(to, load<u8>(to - distance));
}
