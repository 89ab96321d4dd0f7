// One block of 64 coefficients from the bits of a scan (ITU-T T.81, F.2 and G.2). All return 0, or what is wrong: 1 for what is no
// code, 2 for an interval that ends too early. A run that leads beyond the block is taken to its last place, and one beyond the band of a
// progressive scan out of it, as libjpeg does, without a word of it. Blocks that are kept are in zigzag order, as scans tell of them; a sequential one lies as
// `order` says.
import {
  beyondInterval, bitBuffer, bitCount, bitsAt, eightBytes, endOfBandRun, setBits, setEndOfBandRun,
} from './bits';
import { extended, symbolOf } from './huffman';

/** At least 57 bits. */
// @ts-ignore: decorator
@inline
function refilled(at: usize, buffer: u64, count: i32): u64 {
  return buffer | (eightBytes(at) >> <u64>count);
}

/**
 * A whole block of a sequential scan.
 *
 * @param predicted of the component: the DC of its block before
 * @param order 64 bytes: where each coefficient of the zigzag order lies in the block, in bytes
 */
export function sequentialBlock(block: usize, dc: usize, ac: usize, predicted: usize, order: usize): i32 {
  memory.fill(block, 0, 128);
  const fault = firstDc(block, dc, predicted, 0);
  if (fault !== 0) return fault;
  let buffer = bitBuffer;
  let at = bitsAt;
  let count = bitCount;
  for (let k = 1; k < 64; k++) {
    if (count < 32) {
      buffer = refilled(at, buffer, count);
      at += (63 - count) >> 3;
      count |= 56;
    }
    const near = load<i32>(ac + 2048 + (<usize>(buffer >> 54) << 2));
    if (near !== 0) {
      k += (near >> 8) & 15;
      store<i16>(block + load<u8>(order + min(k, 63)), <i16>(near >> 16));
      buffer <<= <u64>(near & 255);
      count -= near & 255;
      continue;
    }
    const found = symbolOf(ac, buffer);
    if (found === 0) return 1;
    buffer <<= <u64>(found >> 8);
    count -= found >> 8;
    const size = found & 15;
    const run = (found >> 4) & 15;
    if (size === 0) {
      if (run !== 15) break;
      k += 15;
      continue;
    }
    k += run;
    store<i16>(block + load<u8>(order + min(k, 63)), <i16>extended(<i32>(buffer >> <u64>(64 - size)), size));
    buffer <<= <u64>size;
    count -= size;
  }
  setBits(at, buffer, count);
  return beyondInterval() ? 2 : 0;
}

/** The upper bits of the DC; all of it, where `low` is 0. */
export function firstDc(block: usize, dc: usize, predicted: usize, low: i32): i32 {
  let buffer = refilled(bitsAt, bitBuffer, bitCount);
  const at = bitsAt + ((63 - bitCount) >> 3);
  let count = bitCount | 56;
  const found = symbolOf(dc, buffer);
  if (found === 0) return 1;
  const size = found & 255;
  buffer <<= <u64>(found >> 8);
  count -= found >> 8;
  if (size !== 0) {
    store<i32>(predicted, load<i32>(predicted) + extended(<i32>(buffer >> <u64>(64 - size)), size));
    buffer <<= <u64>size;
    count -= size;
  }
  store<i16>(block, <i16>(load<i32>(predicted) << low));
  setBits(at, buffer, count);
  return beyondInterval() ? 2 : 0;
}

/** One more bit of the DC. */
export function refinedDc(block: usize, low: i32): i32 {
  const buffer = refilled(bitsAt, bitBuffer, bitCount);
  const at = bitsAt + ((63 - bitCount) >> 3);
  if (buffer >> 63 !== 0) store<i16>(block, load<i16>(block) | (<i16>1 << <i16>low));
  setBits(at, buffer << 1, (bitCount | 56) - 1);
  return beyondInterval() ? 2 : 0;
}

/** The upper bits of the coefficients from `first` to `last`; not called within a run of ended bands. */
export function firstAc(block: usize, ac: usize, first: i32, last: i32, low: i32): i32 {
  let buffer = bitBuffer;
  let at = bitsAt;
  let count = bitCount;
  for (let k = first; k <= last; k++) {
    if (count < 32) {
      buffer = refilled(at, buffer, count);
      at += (63 - count) >> 3;
      count |= 56;
    }
    const near = load<i32>(ac + 2048 + (<usize>(buffer >> 54) << 2));
    if (near !== 0) {
      k += (near >> 8) & 15;
      store<i16>(block + (<usize>min(k, 63) << 1), <i16>((near >> 16) << low));
      buffer <<= <u64>(near & 255);
      count -= near & 255;
      continue;
    }
    const found = symbolOf(ac, buffer);
    if (found === 0) return 1;
    buffer <<= <u64>(found >> 8);
    count -= found >> 8;
    const size = found & 15;
    const run = (found >> 4) & 15;
    if (size !== 0) {
      k += run;
      const value = extended(<i32>(buffer >> <u64>(64 - size)), size);
      store<i16>(block + (<usize>min(k, 63) << 1), <i16>(value << low));
      buffer <<= <u64>size;
      count -= size;
    } else if (run === 15) k += 15;
    else {
      let blocks = 1 << run;
      if (run > 0) {
        blocks += <i32>(buffer >> <u64>(64 - run));
        buffer <<= <u64>run;
        count -= run;
      }
      setEndOfBandRun(blocks - 1);
      break;
    }
  }
  setBits(at, buffer, count);
  return beyondInterval() ? 2 : 0;
}

/** Bit k: whether coefficient k of a block is other than 0. */
function nonZeros(block: usize): u64 {
  const none = i16x8.splat(0);
  let mask: u64 = 0;
  for (let i: usize = 0; i < 8; i++)
    mask |= (<u64>i16x8.bitmask(i16x8.ne(v128.load(block + (i << 4)), none)) & 255) << (i << 3);
  return mask;
}

/** One more bit of the coefficients from `first` to `last`, and those that this bit makes other than 0. */
export function refinedAc(block: usize, ac: usize, first: i32, last: i32, low: i32): i32 {
  const bit = 1 << low;
  const band = (<u64>-1 >> <u64>(63 - last)) & (<u64>-1 << <u64>first);
  // Of the band from where the scan has come to: what is there already, and the places between.
  let known = nonZeros(block) & band;
  let free = ~known & band;
  let buffer = bitBuffer;
  let at = bitsAt;
  let count = bitCount;
  let run = endOfBandRun;
  let behind = 0;
  while ((known | free) !== 0) {
    let fresh = 0;
    // Within a run of ended bands no symbol comes: what is there already is refined, to the band's end.
    let place: u64 = 64;
    if (run === 0) {
      if (count < 32) {
        buffer = refilled(at, buffer, count);
        at += (63 - count) >> 3;
        count |= 56;
      }
      const found = symbolOf(ac, buffer);
      if (found === 0) return 1;
      buffer <<= <u64>(found >> 8);
      count -= found >> 8;
      const size = found & 15;
      let zeros = (found >> 4) & 15;
      if (size > 1) return 1;
      if (size === 1) {
        // Without a branch, as half of them are taken: -bit or bit.
        fresh = ((<i32>(buffer >> 63) << 1) - 1) << low;
        buffer <<= 1;
        count--;
      } else if (zeros !== 15) {
        run = 1 << zeros;
        if (zeros > 0) {
          run += <i32>(buffer >> <u64>(64 - zeros));
          buffer <<= <u64>zeros;
          count -= zeros;
        }
      }
      if (run === 0) {
        let left = free;
        while (zeros > 0 && left !== 0) {
          left &= left - 1;
          zeros--;
        }
        place = ctz(left);
        // A value of its own that the band has no place for lies behind it.
        if (left === 0 && fresh !== 0) behind = fresh;
      }
    }
    const before = place < 64 ? (<u64>1 << place) - 1 : <u64>-1;
    for (let some = known & before; some !== 0; some &= some - 1) {
      if (count === 0) {
        buffer = refilled(at, buffer, count);
        at += 7;
        count = 56;
      }
      const coefficient = block + (<usize>ctz(some) << 1);
      const value = <i32>load<i16>(coefficient);
      const more = <i32>(buffer >> 63) & <i32>((value & bit) === 0);
      // Away from 0.
      store<i16>(coefficient, <i16>(value + more * bit * ((value >> 31) | 1)));
      buffer <<= 1;
      count--;
    }
    if (place === 64) {
      known = 0;
      free = 0;
    } else {
      if (fresh !== 0) store<i16>(block + (<usize>place << 1), <i16>fresh);
      const after = ~before << 1;
      known &= after;
      free &= after;
    }
  }
  if (behind !== 0) store<i16>(block + (<usize>min(last + 1, 63) << 1), <i16>behind);
  setEndOfBandRun(run > 0 ? run - 1 : 0);
  setBits(at, buffer, count);
  return beyondInterval() ? 2 : 0;
}
