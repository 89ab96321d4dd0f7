import { crc32 as zlibCrc32 } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { crc32 } from '../../src/index.js';

test('a checksum is that of zlib, of any length, from any place and in parts', () => {
  // The check value of CRC-32 (ITU-T V.42).
  expect(crc32(new TextEncoder().encode('123456789'), 0, 9)).toBe(0xcbf43926);
  const bytes = Uint8Array.from({ length: 67 }, (_, i) => (i * 89 + 7 * i * i) % 256);
  for (let from = 0; from < 20; from++)
    for (let to = from; to <= bytes.length; to++) {
      const expected = zlibCrc32(bytes.subarray(from, to));
      expect(crc32(bytes, from, to)).toBe(expected);
      const middle = (from + to) >> 1;
      expect(crc32(bytes, middle, to, crc32(bytes, from, middle))).toBe(expected);
    }
});
