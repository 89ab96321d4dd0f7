import { check } from '../checks.js';

/** Entry 256·i + b: what byte b becomes after i more bytes of 0. Eight bytes at a time are looked up side by side. */
const crcTables: Uint32Array = tablesOf(8);

function tablesOf(count: number): Uint32Array {
  const tables = new Uint32Array(256 * count);
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    tables[n] = c;
  }
  for (let at = 256; at < tables.length; at++) {
    const before = tables[at - 256]!;
    tables[at] = tables[before & 255]! ^ (before >>> 8);
  }
  return tables;
}

/** Of bytes from `from` to `to`, as PNG's chunks have it. @param before the sum of the bytes before these */
export function crc32(bytes: Uint8Array, from: number, to: number, before = 0): number {
  check.bytes('bytes', bytes);
  check.wholeNumber('from', from, 0, bytes.length);
  check.wholeNumber('to', to, from, bytes.length);
  check.wholeNumber('before', before, 0);
  const t = crcTables;
  let crc = ~before;
  let at = from;
  for (; at + 8 <= to; at += 8) {
    const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    crc =
      t[1792 + (low & 255)]! ^
      t[1536 + ((low >>> 8) & 255)]! ^
      t[1280 + ((low >>> 16) & 255)]! ^
      t[1024 + (low >>> 24)]! ^
      t[768 + bytes[at + 4]!]! ^
      t[512 + bytes[at + 5]!]! ^
      t[256 + bytes[at + 6]!]! ^
      t[bytes[at + 7]!]!;
  }
  for (; at < to; at++) crc = t[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
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
