import { VizError } from '../errors.js';

/** What IHDR says. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth: 1 | 2 | 4 | 8 | 16;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  /** Adam7. */
  readonly interlaced: boolean;
}

/** The chunks that decide what a PNG looks like, checked but not decompressed. */
export interface PngChunks {
  readonly header: PngHeader;
  /** Triples; for palette images. */
  readonly palette: Uint8Array | null;
  /** tRNS as it stands: alphas of the palette, or the one transparent colour in 16-bit values. */
  readonly transparency: Uint8Array | null;
  /** IDAT, in order. */
  readonly compressed: readonly Uint8Array[];
}

const signature = Object.freeze([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Other formats that people try, told by their first bytes, so that the message can name them. */
const strangers: readonly (readonly [name: string, start: string])[] = Object.freeze([
  ['a JPEG', 'ffd8ff'],
  ['a GIF', '474946'],
  ['a WebP', '52494646'],
  ['a BMP', '424d'],
  ['a TIFF', '49492a00'],
  ['a TIFF', '4d4d002a'],
  ['a PDF', '25504446'],
  ['an SVG', '3c737667'],
]);

const depthsOf: Readonly<Record<number, readonly number[]>> = Object.freeze({
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
});

/**
 * Walks over a PNG's chunks and checks lengths, checksums and order (PNG specification, third edition, section 5).
 * Nothing is decompressed and nothing the size of the picture allocated; the chunks returned are views.
 *
 * @throws VizError RNP_IMAGE_EMPTY, _NOT_PNG, _TRUNCATED, _CORRUPT, _TOO_LARGE, naming `path`
 */
export function readPngChunks(bytes: Uint8Array, path: string, maxPixels: number): PngChunks {
  checkSignature(bytes, path);
  const corrupt = (what: string): VizError =>
    new VizError('RNP_IMAGE_CORRUPT', `is a damaged PNG: ${what}. Export or copy it again.`, path);
  const truncated = (): VizError =>
    new VizError(
      'RNP_IMAGE_TRUNCATED',
      'is a PNG that ends too early. Copy or download it again, completely.',
      path,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: PngHeader | null = null;
  let palette: Uint8Array | null = null;
  let transparency: Uint8Array | null = null;
  const compressed: Uint8Array[] = [];
  for (let at = signature.length; ; ) {
    if (at + 12 > bytes.length) throw truncated();
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) throw corrupt('a chunk without a name');
    if (at + 12 + length > bytes.length) throw truncated();
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length))
      throw corrupt(`the checksum of chunk ${type} is wrong`);
    at += 12 + length;
    if (header === null) {
      if (type !== 'IHDR' || length !== 13) throw corrupt('it does not begin with its header');
      header = readHeader(body, path, maxPixels, corrupt);
    } else if (type === 'IHDR') throw corrupt('it has two headers');
    else if (type === 'PLTE') {
      if (length % 3 !== 0 || length === 0 || length > 768) throw corrupt('its palette has a wrong length');
      palette = body;
    } else if (type === 'tRNS') transparency = body;
    else if (type === 'IDAT') compressed.push(body);
    else if (type === 'IEND') break;
    // A capital first letter marks a chunk without which the picture can't be understood.
    else if (/^[A-Z]/.test(type)) throw corrupt(`the chunk ${type} is unknown`);
  }
  if (compressed.length === 0) throw corrupt('it has no pixels');
  if (header.colourType === 3 && palette === null) throw corrupt('its palette is missing');
  const wanted = { 0: 2, 2: 6, 3: (palette?.length ?? 0) / 3, 4: 0, 6: 0 }[header.colourType];
  if (transparency !== null) {
    const { length } = transparency;
    if (header.colourType === 3 ? length > wanted : length !== wanted)
      throw corrupt('its transparency does not fit its colours');
  }
  return { header, palette, transparency, compressed };
}

function checkSignature(bytes: Uint8Array, path: string): void {
  if (bytes.length === 0) throw new VizError('RNP_IMAGE_EMPTY', 'is empty. Give a PNG image.', path);
  if (signature.every((byte, index) => bytes[index] === byte)) return;
  if (bytes.length < signature.length && bytes.every((byte, index) => signature[index] === byte))
    throw new VizError('RNP_IMAGE_TRUNCATED', 'is a PNG that ends too early. Copy it again.', path);
  const start = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const kind = strangers.find(([, first]) => start.startsWith(first))?.[0] ?? 'not a PNG';
  throw new VizError('RNP_IMAGE_NOT_PNG', `is ${kind}. Convert it to PNG first.`, path);
}

function readHeader(
  body: Uint8Array,
  path: string,
  maxPixels: number,
  corrupt: (what: string) => VizError,
): PngHeader {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  const [depth, colourType, compression, filter, interlace] = body.subarray(8);
  if (width === 0 || height === 0 || width > 0x7fffffff || height > 0x7fffffff)
    throw corrupt(`its size is ${width}×${height}`);
  if (!depthsOf[colourType!]?.includes(depth!)) throw corrupt(`colour type ${colourType} with ${depth} bits`);
  if (compression !== 0 || filter !== 0 || interlace! > 1) throw corrupt('its header names unknown methods');
  if (width * height > maxPixels)
    throw new VizError(
      'RNP_IMAGE_TOO_LARGE',
      `has ${width}×${height} pixels; at most ${(maxPixels / 1e6).toFixed(1)} megapixels are read. Make it smaller first.`,
      path,
    );
  return {
    width,
    height,
    depth: depth as PngHeader['depth'],
    colourType: colourType as PngHeader['colourType'],
    interlaced: interlace === 1,
  };
}

const crcTable: Uint32Array = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 255]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
