import { RnpError } from '@rnp/errors';
import { checkRaster, crc32 } from '@rnp/images';
import { zlibSync } from 'fflate';
import { checkOption } from '../checks.js';
import type { Rgb } from '../palette.js';
import { type AnyRaster, byteOf, hasBytes, notANumber } from './byteRaster.js';

const signature = Object.freeze([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const colourTypes: Readonly<Record<number, number>> = Object.freeze({ 1: 0, 3: 2, 4: 6 });

export interface EncodePngOptions {
  /**
   * Colours, at most 256, for a raster of bytes with one channel: a value is then not a brightness but the position of a colour. Label maps
   * are kept so, such as those of PASCAL VOC and DAVIS.
   */
  readonly palette?: readonly Rgb[];
}

/**
 * A raster as a PNG file: 8 bits, grey, RGB or RGBA by its channels, or by a palette. Floats outside [0, 1], infinite ones too, are clipped; NaN is
 * refused.
 *
 * @example
 * encodePng({ width: 1, height: 1, channels: 1, data: Float32Array.of(0.5) }).length // 67
 * @throws RnpError RNP_IMAGE_RASTER, which names the first pixel that is NaN, or that the palette has no colour for; RNP_CONFIG for what is no
 *   palette
 */
export function encodePng(raster: AnyRaster, options: EncodePngOptions = {}): Uint8Array {
  const { width, height, channels } = checkRaster(raster);
  checkOption.options('options', options, [], ['palette']);
  const colours = options.palette === undefined ? null : paletteOf(options.palette, raster);
  const pieces: Uint8Array[] = [Uint8Array.from(signature)];
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, colours === null ? colourTypes[channels]! : 3);
  pieces.push(...chunk('IHDR', new Uint8Array(header.buffer)));
  if (colours !== null) pieces.push(...chunk('PLTE', colours));
  const stride = width * channels;
  // Each row begins with its filter: 0, none.
  const rows = new Uint8Array(height * (stride + 1));
  for (let y = 0; y < height; y++) {
    const [from, to] = [y * stride, y * (stride + 1) + 1];
    if (hasBytes(raster)) rows.set(raster.data.subarray(from, from + stride), to);
    else {
      for (let at = from; at < from + stride; at++) {
        const byte = byteOf(raster.data[at]!);
        // NaN is looked for where it would be black: in this pass it costs nothing, in one of its own 4 %.
        if (byte === 0 && Number.isNaN(raster.data[at]!)) throw notANumber(raster, at, 'raster');
        rows[to + at - from] = byte;
      }
    }
  }
  // In one call: fflate 0.8.3 in pieces refers to zeros before the first byte, and no reader takes the file.
  pieces.push(...chunk('IDAT', zlibSync(rows, { level: 3 })));
  pieces.push(...chunk('IEND', new Uint8Array(0)));
  return joined(pieces);
}

/** Three bytes for each colour. */
function paletteOf(palette: readonly Rgb[], raster: AnyRaster): Uint8Array {
  checkOption.list('options.palette', palette, (path, colour) => checkOption.numbers(path, colour, 3));
  checkOption.wholeNumber('options.palette.length', palette.length, 1, 256);
  if (!hasBytes(raster) || raster.channels !== 1) {
    const problem = 'must have one channel of bytes, positions of colours, where a palette is given';
    throw new RnpError('RNP_IMAGE_RASTER', problem, { path: 'raster' });
  }
  const beyond = raster.data.findIndex((index) => index >= palette.length);
  if (beyond >= 0) {
    const problem = `is colour ${raster.data[beyond]} of a palette of ${palette.length}, counted from 0`;
    throw new RnpError('RNP_IMAGE_RASTER', problem, { path: `raster.data[${beyond}]` });
  }
  return Uint8Array.from(palette.flat(), byteOf);
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

/** A PNG as an address that a page or an SVG can hold in itself. @throws RnpError RNP_IMAGE_TOO_LARGE */
export function pngDataUri(png: Uint8Array): string {
  checkOption.bytes('png', png);
  return `data:image/png;base64,${base64(png)}`;
}

/** No page holds more than this; a string cannot hold much more. */
const maxBase64Bytes = 300e6;

/**
 * Base64 in Node and the browser alike; in pieces, because an argument list has a length limit.
 *
 * @throws RnpError RNP_IMAGE_TOO_LARGE
 */
export function base64(bytes: Uint8Array): string {
  if (bytes.length > maxBase64Bytes)
    throw new RnpError(
      'RNP_IMAGE_TOO_LARGE',
      `has ${Math.ceil(bytes.length / 1e6)} MB; a page can hold pictures of ${maxBase64Bytes / 1e6} MB. Write it as a PNG file`,
      { path: 'picture' },
    );
  const pieces: string[] = [];
  // Whole groups of three bytes, so that no piece but the last is padded.
  for (let at = 0; at < bytes.length; at += 0x6000)
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 0x6000))));
  return pieces.join('');
}
