// The codes of a block (RFC 1951, 3.2.6 and 3.2.7), in the first 10 KB of memory:
//
//   0     codes of literals and lengths, see prefixCodes.ts
//   4736  codes of distances
//   9472  u8[320]  lengths of the codes of a block
import { lookAhead, takeBits } from './bitInput';
import { DISTANCES, entryAt, LENGTHS_OF_CODES, LITERALS, prefixCodes, prefixTableBytes } from './prefixCodes';

export const codes: usize = 0;
export const distances: usize = prefixTableBytes;
const lengths: usize = 2 * prefixTableBytes;

export function fixedCodes(): void {
  memory.fill(lengths, 8, 288);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  prefixCodes(lengths, 288, LITERALS, codes);
  memory.fill(lengths, 5, 32);
  prefixCodes(lengths, 32, DISTANCES, distances);
}

/** Codes that the block begins with. @returns whether they are such */
export function readCodes(): bool {
  const count = takeBits(5) + 257;
  const distanceCount = takeBits(5) + 1;
  const lengthCount = takeBits(4) + 4;
  if (count > 286 || distanceCount > 30) return false;
  if (!readLengths(lengthCount, count + distanceCount)) return false;
  // A block without an end.
  if (load<u8>(lengths + 256) === 0) return false;
  if (!prefixCodes(lengths, count, LITERALS, codes)) return false;
  return prefixCodes(lengths + count, distanceCount, DISTANCES, distances);
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
