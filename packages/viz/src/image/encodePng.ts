import { checkRaster, crc32 } from '@rnp/images';
import { Zlib } from 'fflate';
import { type AnyRaster, byteOf, hasBytes } from '../byteRaster.js';
import { VizError } from '../errors.js';

const signature = Object.freeze([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const colourTypes: Readonly<Record<number, number>> = Object.freeze({ 1: 0, 3: 2, 4: 6 });
/** Bytes of rows that are compressed at once, about. */
const stripBytes = 1 << 17;

/**
 * A raster as a PNG file: 8 bits, grey, RGB or RGBA by its channels; values are clipped to [0, 1]. Written in strips: beside the
 * raster there is the file, and no copy of the picture.
 *
 * @example
 * encodePng({ width: 1, height: 1, channels: 1, data: Float32Array.of(0.5) }).length // 67
 * @throws ImageError RNP_IMAGE_RASTER
 */
export function encodePng(raster: AnyRaster): Uint8Array {
  const { width, height, channels } = checkRaster(raster);
  const pieces: Uint8Array[] = [Uint8Array.from(signature)];
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, colourTypes[channels]!);
  pieces.push(...chunk('IHDR', new Uint8Array(header.buffer)));
  const compressor = new Zlib({ level: 3 }, (piece) => {
    if (piece.length > 0) pieces.push(...chunk('IDAT', piece));
  });
  const stride = width * channels;
  const rows = Math.max(1, Math.floor(stripBytes / stride));
  for (let y = 0; y < height; y += rows) {
    const count = Math.min(rows, height - y);
    // Each row begins with its filter: 0, none.
    const strip = new Uint8Array(count * (stride + 1));
    for (let row = 0; row < count; row++) {
      const [from, to] = [(y + row) * stride, row * (stride + 1) + 1];
      if (hasBytes(raster)) strip.set(raster.data.subarray(from, from + stride), to);
      else for (let i = 0; i < stride; i++) strip[to + i] = byteOf(raster.data[from + i]!);
    }
    compressor.push(strip, y + count === height);
  }
  pieces.push(...chunk('IEND', new Uint8Array(0)));
  return joined(pieces);
}

/** Length and name, body, checksum. */
function chunk(name: string, body: Uint8Array): Uint8Array[] {
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, body.length);
  for (let i = 0; i < 4; i++) head[4 + i] = name.charCodeAt(i);
  const sum = new Uint8Array(4);
  new DataView(sum.buffer).setUint32(0, crc32(body, 0, body.length, crc32(head, 4, 8)));
  return [head, body, sum];
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** A PNG as an address that a page or an SVG can hold in itself. @throws VizError RNP_IMAGE_TOO_LARGE */
export function pngDataUri(png: Uint8Array): string {
  return `data:image/png;base64,${base64(png)}`;
}

/** No page holds more than this; a string cannot hold much more. */
const maxBase64Bytes = 300e6;

/**
 * Base64 in Node and the browser alike; in pieces, because an argument list has a length limit.
 *
 * @throws VizError RNP_IMAGE_TOO_LARGE
 */
export function base64(bytes: Uint8Array): string {
  if (bytes.length > maxBase64Bytes)
    throw new VizError(
      'RNP_IMAGE_TOO_LARGE',
      `has ${Math.ceil(bytes.length / 1e6)} MB; a page can hold pictures of ${maxBase64Bytes / 1e6} MB. Write it as a PNG file`,
      'picture',
    );
  const pieces: string[] = [];
  // Whole groups of three bytes, so that no piece but the last is padded.
  for (let at = 0; at < bytes.length; at += 0x6000)
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 0x6000))));
  return pieces.join('');
}
