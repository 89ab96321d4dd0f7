import { crc32, inflateSync } from 'node:zlib';
import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import { imageError, type PictureSource, type Raster } from '../../image/raster.js';

export interface DecodeOptions extends PictureSource {
  /** What shows where a picture is transparent. */
  readonly background?: 'white' | 'black';
  /** Larger pictures are refused from their header. */
  readonly mostPixels?: number;
}

export const defaultMostPixels = 64e6;

/** What a PNG's header says that matters here. */
interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
}

const signature = Object.freeze([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Values per pixel, by colour type. */
const samples: Readonly<Record<number, number>> = Object.freeze({ 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 });

const needed: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}

/**
 * Any PNG but an interlaced one below 8 bits → bytes, 16 bits rounded to 8; transparency is laid on the background.
 *
 * @returns 1 channel for a grey picture, 3 otherwise
 * @throws DatasetError `RNP_DATA_IMAGE`, whatever the bytes
 */
export function decodePng(bytes: Uint8Array, options: DecodeOptions): Raster {
  const { header, essential } = requireWhole(bytes, options);
  try {
    return flatten(decode(essential), header, options);
  } catch (cause) {
    throw damaged(options, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/**
 * fast-png 8.0.0 inflates without a limit and fills what is missing with zeros, so before it sees the bytes the chunks
 * are walked over, inflated to exactly the length that the header asks for, and left out where no pixel needs them (a
 * colour profile can be a bomb too).
 */
function requireWhole(
  bytes: Uint8Array,
  options: DecodeOptions,
): { readonly header: PngHeader; readonly essential: Uint8Array } {
  if (!isPng(bytes)) throw imageError(options, 'is no PNG. Convert it to PNG or JPEG, or take it away');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: PngHeader | undefined;
  let palette = 0;
  const compressed: Uint8Array[] = [];
  const kept: Uint8Array[] = [bytes.subarray(0, signature.length)];
  for (let at = signature.length; ; ) {
    const length = at + 12 > bytes.length ? Number.POSITIVE_INFINITY : view.getUint32(at);
    if (at + 12 + length > bytes.length) throw damaged(options, 'it ends too early');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) {
      throw damaged(options, 'a checksum is wrong');
    }
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (header === undefined) {
      if (type !== 'IHDR' || length !== 13) throw damaged(options, 'it does not begin with its header');
      header = readHeader(body, options);
    } else if (type === 'IHDR') throw damaged(options, 'it has two headers');
    else if (type === 'PLTE') palette = length / 3;
    else if (type === 'IDAT') compressed.push(body);
    if (needed.has(type)) kept.push(bytes.subarray(at, at + 12 + length));
    if (type === 'IEND') break;
    at += 12 + length;
  }
  if (header.colourType === 3 && palette === 0) throw damaged(options, 'its palette is missing');
  const expected = rawLength(header, bytes[28] === 1);
  let length: number;
  try {
    length = inflateSync(Buffer.concat(compressed), { maxOutputLength: expected }).length;
  } catch (cause) {
    throw damaged(options, 'its pixels cannot be inflated, or are too many', cause);
  }
  if (length !== expected) throw damaged(options, `it has ${length} of ${expected} bytes of pixels`);
  return { header, essential: Buffer.concat(kept) };
}

function readHeader(body: Uint8Array, options: DecodeOptions): PngHeader {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, colourType = 0, compression, filter, interlace = 0] = body.subarray(8);
  const { mostPixels = defaultMostPixels } = options;
  if (width === 0 || height === 0) throw damaged(options, `its size is ${width}×${height}`);
  if (width * height > mostPixels) {
    throw imageError(
      options,
      `has ${width}×${height} pixels; at most ${mostPixels / 1e6} million are read. Make it smaller`,
    );
  }
  const depths = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] }[colourType];
  if (!depths?.includes(depth)) throw damaged(options, `colour type ${colourType} with ${depth} bits`);
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    throw damaged(options, 'its header names unknown methods');
  }
  if (interlace === 1 && depth < 8) {
    throw imageError(options, `is an interlaced PNG of ${depth} bits. Save it without interlacing`);
  }
  return { width, height, depth, colourType };
}

/** Bytes of the pixels before compression, a filter byte a row, of the seven passes if interlaced. */
function rawLength({ width, height, depth, colourType }: PngHeader, interlaced: boolean): number {
  const bits = depth * samples[colourType]!;
  const pass = (w: number, h: number): number => (w === 0 ? 0 : h * (1 + Math.ceil((w * bits) / 8)));
  if (!interlaced) return pass(width, height);
  const steps = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const;
  const count = (size: number, from: number, step: number): number =>
    Math.max(0, Math.ceil((size - from) / step));
  return steps.reduce((sum, [x, y, dx, dy]) => sum + pass(count(width, x, dx), count(height, y, dy)), 0);
}

/** Samples of any depth and colour type → bytes of grey or RGB on the background. */
function flatten(png: DecodedPng, header: PngHeader, options: DecodeOptions): Raster {
  const { width, height, colourType, depth } = header;
  const under = options.background === 'black' ? 0 : 255;
  const grey = colourType === 0 || colourType === 4;
  // Most pictures need no arithmetic: 8 bits, grey or RGB, nothing transparent.
  if (depth === 8 && (colourType === 0 || colourType === 2) && !png.transparency) {
    return { width, height, channels: grey ? 1 : 3, data: new Uint8Array(png.data) };
  }
  const indexed = colourType === 3;
  let values: ArrayLike<number>;
  let channels: number;
  let largest: number;
  if (indexed) {
    values = convertIndexedToRgb(png);
    channels = png.palette![0]!.length;
    largest = 255;
  } else {
    values = depth < 8 ? unpack(png.data as Uint8Array, header) : png.data;
    channels = png.channels;
    largest = 2 ** depth - 1;
  }
  // tRNS of a picture without alpha: the one colour that is transparent.
  const key = indexed ? undefined : png.transparency;
  const colours = grey ? 1 : 3;
  const data = new Uint8Array(width * height * colours);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    let alpha = channels > colours ? values[from + colours]! / largest : 1;
    if (key !== undefined && key.length >= colours) {
      let same = true;
      for (let i = 0; i < colours; i++) same &&= values[from + i] === key[i];
      if (same) alpha = 0;
    }
    for (let i = 0; i < colours; i++) {
      const value = (values[from + i]! * 255) / largest;
      data[pixel * colours + i] = Math.round(value * alpha + under * (1 - alpha));
    }
  }
  return { width, height, channels: colours, data };
}

/** Packed grey samples of 1, 2 or 4 bits, the leftmost in the high bits, rows padded to bytes → one each. */
function unpack(packed: Uint8Array, { width, height, depth }: PngHeader): Uint8Array {
  const stride = Math.ceil((width * depth) / 8);
  const out = new Uint8Array(width * height);
  const mask = 2 ** depth - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      out[y * width + x] = (packed[y * stride + (bit >> 3)]! >> (8 - depth - (bit & 7))) & mask;
    }
  }
  return out;
}

function damaged(options: DecodeOptions, what: string, cause?: unknown): Error {
  return imageError(options, `is a damaged PNG: ${what}. Export or copy it again`, cause);
}
