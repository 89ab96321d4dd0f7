// Inflating (RFC 1951) from one place in memory to another, as much as there is of either: the caller adds input, takes output, and calls
// again. It owns the first 10 KB of its memory:
//
//   0     codes of literals and lengths, see prefixCodes.ts
//   4736  codes of distances
//   9472  u8[320]  lengths of the codes of a block
import {
  DISTANCES, END, entryAt, LENGTHS_OF_CODES, LITERAL, LITERALS, NUMBER, prefixCodes, prefixTableBytes,
} from './prefixCodes';

const codes: usize = 0;
const distances: usize = prefixTableBytes;
const lengths: usize = 2 * prefixTableBytes;

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
/** More than a symbol and its bits take, and what is read ahead. */
const symbolBytes: usize = 16;
/** More than a copy writes: 258, by eights. */
const copyBytes: usize = 272;
const windowBytes: usize = 32768;

let inputAt: usize = 0;
let inputEnd: usize = 0;
let isLastInput: bool = false;
/** The next bits, the first the lowest. Above `bitCount` they are those of the input or 0. */
let bits: u64 = 0;
let bitCount: i32 = 0;
let next: i32 = HEADER;
let isLastBlock: bool = false;
let storedLeft: usize = 0;
let outputStart: usize = 0;
let outputAt: usize = 0;
let outputEnd: usize = 0;

/** Begins anew, to write from `start` on up to 272 bytes before `end`. */
export function beginInflating(start: usize, end: usize): void {
  bits = 0;
  bitCount = 0;
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
  inputAt = from;
  inputEnd = to;
  isLastInput = isLast;
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
  // What was read ahead is read again: it may lie elsewhere then.
  inputAt -= <usize>(bitCount >> 3);
  bitCount &= 7;
  bits &= (<u64>1 << <u64>bitCount) - 1;
  return status;
}

/** Whether more was taken than there is. */
// @ts-ignore: decorator
@inline
function isBeyondInput(at: usize, count: i32): bool {
  return at - <usize>(count >> 3) > inputEnd;
}

/** Bits that are there without reading ahead: at least 56. */
function lookAhead(): u64 {
  // Where there is no more input, 0.
  bits |= (inputAt < inputEnd + symbolBytes ? load<u64>(inputAt) : 0) << <u64>bitCount;
  inputAt += <usize>((63 - bitCount) >> 3);
  bitCount |= 56;
  return bits;
}

function takeBits(size: i32): i32 {
  const value = <i32>lookAhead() & ((1 << size) - 1);
  bits >>= <u64>size;
  bitCount -= size;
  return value;
}

function blockHeader(): i32 {
  isLastBlock = takeBits(1) === 1;
  const kind = takeBits(2);
  if (kind === 3) return DAMAGED;
  if (kind === 0) return storedHeader();
  next = CODED;
  if (kind === 1) return fixedCodes();
  const count = takeBits(5) + 257;
  const distanceCount = takeBits(5) + 1;
  const lengthCount = takeBits(4) + 4;
  if (count > 286 || distanceCount > 30) return DAMAGED;
  if (!readLengths(lengthCount, count + distanceCount)) return DAMAGED;
  // A block without an end.
  if (load<u8>(lengths + 256) === 0) return DAMAGED;
  if (!prefixCodes(lengths, count, LITERALS, codes)) return DAMAGED;
  return prefixCodes(lengths + count, distanceCount, DISTANCES, distances) ? DONE : DAMAGED;
}

function storedHeader(): i32 {
  takeBits(bitCount & 7);
  const size = takeBits(16);
  if ((size ^ takeBits(16)) !== 0xffff) return DAMAGED;
  storedLeft = size;
  inputAt -= <usize>(bitCount >> 3);
  bits = 0;
  bitCount = 0;
  next = STORED;
  return DONE;
}

function fixedCodes(): i32 {
  memory.fill(lengths, 8, 288);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  prefixCodes(lengths, 288, LITERALS, codes);
  memory.fill(lengths, 5, 32);
  prefixCodes(lengths, 32, DISTANCES, distances);
  return DONE;
}

/** Lengths of codes, in a code whose own lengths come first. @returns whether they are such */
function readLengths(lengthCount: i32, count: i32): bool {
  memory.fill(lengths, 0, 19);
  for (let i = 0; i < lengthCount; i++) {
    // 16 17 18 0, then 8 7 9 6 10 5 11 4 12 3 13 2 14 1 15.
    const symbol = i < 4 ? (16 + i) % 19 : (i & 1) === 0 ? 6 + (i >> 1) : 9 - (i >> 1);
    store<u8>(lengths + symbol, <u8>takeBits(3));
  }
  if (!prefixCodes(lengths, 19, LENGTHS_OF_CODES, codes)) return false;
  for (let i = 0; i < count; ) {
    const entry = entryAt(codes, lookAhead(), LENGTHS_OF_CODES);
    if (entry === 0) return false;
    takeBits(entry & 15);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(lengths + i++, <u8>symbol);
      continue;
    }
    if (symbol === 16 && i === 0) return false;
    const length = symbol === 16 ? load<u8>(lengths + i - 1) : 0;
    const times = symbol === 16 ? 3 + takeBits(2) : symbol === 17 ? 3 + takeBits(3) : 11 + takeBits(7);
    if (i + times > count) return false;
    memory.fill(lengths + i, length, times);
    i += times;
  }
  return true;
}

function storedBlock(): i32 {
  while (storedLeft > 0) {
    if (outputAt >= outputEnd) return OUTPUT_IS_FULL;
    if (inputAt >= inputEnd) return isLastInput ? ENDS_EARLY : NEEDS_INPUT;
    const size = min(storedLeft, min(inputEnd - inputAt, outputEnd - outputAt));
    memory.copy(outputAt, inputAt, size);
    inputAt += size;
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
  bits = buffer;
  bitCount = count;
  inputAt = at;
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
