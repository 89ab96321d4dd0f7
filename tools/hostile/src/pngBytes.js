import { crc32, deflateSync } from 'node:zlib';
import { joined } from './damage.js';

const signature = Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10]);

/** One chunk with a sum that is right. @param {string} type */
export function chunk(type, data = new Uint8Array(0)) {
  const body = joined(Buffer.from(type, 'latin1'), data);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body) >>> 0);
  return joined(length, body, sum);
}

/** @returns {Uint8Array} the 13 bytes of a header, whatever they promise */
function header({ width, height, depth = 8, colour = 0, interlace = 0 }) {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, colour, 0, 0, interlace], 8);
  return chunk('IHDR', data);
}

/** @param {readonly Uint8Array[]} chunks what stands between header and end */
export function png(head, chunks) {
  return joined(signature, header(head), ...chunks, chunk('IEND'));
}

/** Pixel rows of zeros, each with its filter byte, compressed. */
export function blankRows(height, bytesPerRow) {
  return chunk('IDAT', deflateSync(new Uint8Array(height * (1 + bytesPerRow))));
}
