import type { RnpError } from '@rnp/errors';
import { type DecodeContext, requirePixels } from '../decodeOptions.js';
import { crc32 } from './checksums.js';
import type { PngHeader } from './pngHeader.js';

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

const signatureLength = 8;

const depthsOf: Readonly<Record<number, readonly number[]>> = Object.freeze({
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
});

type Complaint = (what: string) => RnpError;

/**
 * Walks over a PNG's chunks and checks lengths, checksums and order (PNG specification, third edition, section 5).
 * Nothing is decompressed and nothing the size of the picture allocated; the chunks returned are views.
 *
 * Of what the specification lets a file hold beside its picture nothing counts: gamma, profiles, EXIF, animation.
 *
 * @throws RnpError RNP_IMAGE_TRUNCATED, _CORRUPT, _TOO_LARGE
 */
export function readPngChunks(bytes: Uint8Array, context: DecodeContext): PngChunks {
  const { fail, limits } = context;
  const corrupt: Complaint = (what) =>
    fail('RNP_IMAGE_CORRUPT', `is a damaged PNG: ${what}. Export or copy it again.`);
  const truncated = (): RnpError =>
    fail('RNP_IMAGE_TRUNCATED', 'is a PNG that ends too early. Copy or download it again, completely.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: PngHeader | null = null;
  let palette: Uint8Array | null = null;
  let transparency: Uint8Array | null = null;
  const compressed: Uint8Array[] = [];
  for (let at = signatureLength, count = 1; ; count++) {
    if (count > limits.maxChunks)
      throw fail(
        'RNP_IMAGE_TOO_LARGE',
        `is a PNG of more than ${limits.maxChunks} chunks. Export it again by another program.`,
      );
    if (at + 12 > bytes.length) throw truncated();
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) throw corrupt('a chunk without a name');
    if (at + 12 + length > bytes.length) throw truncated();
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (crc32(bytes, at + 4, at + 8 + length) !== view.getUint32(at + 8 + length))
      throw corrupt(`the checksum of chunk ${type} is wrong`);
    at += 12 + length;
    if (header === null) {
      if (type !== 'IHDR' || length !== 13) throw corrupt('it does not begin with its header');
      header = readHeader(body, context, corrupt);
    } else if (type === 'IHDR') throw corrupt('it has two headers');
    else if (type === 'PLTE') {
      if (palette !== null) throw corrupt('it has two palettes');
      palette = readPalette(body, header, corrupt);
    } else if (type === 'tRNS') transparency = body;
    else if (type === 'IDAT') {
      if (length > 0) compressed.push(body);
    } else if (type === 'IEND') break;
    // A capital first letter marks a chunk without which the picture can't be understood.
    else if (/^[A-Z]/.test(type)) throw corrupt(`the chunk ${type} is unknown`);
  }
  if (compressed.length === 0) throw corrupt('it has no pixels');
  if (header.colourType === 3 && palette === null) throw corrupt('its palette is missing');
  if (transparency !== null) {
    const { length } = transparency;
    const wanted = { 0: 2, 2: 6, 3: (palette?.length ?? 0) / 3, 4: 0, 6: 0 }[header.colourType];
    if (header.colourType === 3 ? length > wanted : length !== wanted)
      throw corrupt('its transparency does not fit its colours');
  }
  return { header, palette, transparency, compressed };
}

function readHeader(body: Uint8Array, context: DecodeContext, corrupt: Complaint): PngHeader {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  const [depth, colourType, compression, filter, interlace] = body.subarray(8);
  if (width === 0 || height === 0 || width > 0x7fffffff || height > 0x7fffffff)
    throw corrupt(`its size is ${width}×${height}`);
  if (!depthsOf[colourType!]?.includes(depth!)) throw corrupt(`colour type ${colourType} with ${depth} bits`);
  if (compression !== 0 || filter !== 0 || interlace! > 1) throw corrupt('its header names unknown methods');
  requirePixels(width, height, context);
  return {
    width,
    height,
    depth: depth as PngHeader['depth'],
    colourType: colourType as PngHeader['colourType'],
    interlaced: interlace === 1,
  };
}

function readPalette(body: Uint8Array, { colourType, depth }: PngHeader, corrupt: Complaint): Uint8Array {
  const entries = body.length / 3;
  // Beside RGB a palette only suggests colours to displays of few.
  const max = colourType === 3 ? 2 ** depth : 256;
  if (!Number.isInteger(entries) || entries === 0) throw corrupt('its palette has a wrong length');
  if (entries > max) throw corrupt(`its palette has ${entries} colours, where ${max} can be named`);
  return body;
}
