import { check } from '../checks.js';

const crcTable: Uint32Array = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** Of bytes from `from` to `to`, as PNG's chunks have it. @param before the sum of the bytes before these */
export function crc32(bytes: Uint8Array, from: number, to: number, before = 0): number {
  check.bytes('bytes', bytes);
  check.wholeNumber('from', from, 0, bytes.length);
  check.wholeNumber('to', to, from, bytes.length);
  check.wholeNumber('before', before, 0);
  let crc = ~before;
  for (let at = from; at < to; at++) crc = crcTable[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** More bytes at a time would overflow 32 bits. */
const adlerRun = 5552;

/** The sum of RFC 1950 over more bytes; begins with 1. */
export function adler32(bytes: Uint8Array, before = 1): number {
  let a = before & 0xffff;
  let b = before >>> 16;
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + adlerRun);
    for (; at < end; at++) {
      a += bytes[at]!;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
