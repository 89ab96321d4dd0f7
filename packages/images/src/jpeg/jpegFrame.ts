import type { RnpError } from '@rnp/errors';
import { type DecodeContext, requirePixels } from '../decodeOptions.js';

/** What the markers of a JPEG say. */
export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  readonly scans: number;
  /** In the order of the file, up to the end marker. */
  readonly segments: readonly JpegSegment[];
}

export interface JpegSegment {
  readonly marker: number;
  /** After the marker and the length. */
  readonly body: Uint8Array;
  /** Of a scan: its entropy-coded data, with restart markers and all. */
  readonly data: Uint8Array;
}

/** Frames that are not read, by their marker (ITU-T T.81, table B.1), in words that end 'is a JPEG …'. */
const unread: Readonly<Record<number, string>> = Object.freeze({
  195: 'without loss (lossless Huffman)',
  197: 'in layers (hierarchical)',
  198: 'in layers (hierarchical)',
  199: 'in layers (hierarchical)',
  201: 'with arithmetic coding',
  202: 'with arithmetic coding',
  203: 'with arithmetic coding',
  205: 'with arithmetic coding',
  206: 'with arithmetic coding',
  207: 'with arithmetic coding',
  222: 'in layers (hierarchical)',
  247: 'of the kind JPEG-LS',
});

const [dac, rst0, rst7, eoi, dnl, app0, app15, com] = [0xcc, 0xd0, 0xd7, 0xd9, 0xdc, 0xe0, 0xef, 0xfe];
/** Markers of what a decoder needs. */
export const sof0 = 0xc0;
export const dht = 0xc4;
export const sos = 0xda;
export const dqt = 0xdb;
export const dri = 0xdd;
const none = new Uint8Array(0);
const plain: ReadonlySet<number> = new Set([dht, dac, dqt, dnl, dri, com]);

/**
 * Walks over all markers of a JPEG, from the first to the end marker (ITU-T T.81, B.1), and decodes nothing. A marker that it does
 * not know, it refuses.
 *
 * @throws RnpError RNP_IMAGE_FORMAT for an intact file of a kind that is not read, _TRUNCATED, _CORRUPT, _TOO_LARGE
 */
export function readJpegFrame(bytes: Uint8Array, context: DecodeContext): JpegFrame {
  const { fail, limits } = context;
  const damaged = (what: string): RnpError =>
    fail('RNP_IMAGE_CORRUPT', `is a damaged JPEG: ${what}. Export or copy it again.`);
  const truncated = (): RnpError =>
    fail('RNP_IMAGE_TRUNCATED', 'is a JPEG that ends too early. Copy or download it again, completely.');
  let size: { readonly width: number; readonly height: number } | null = null;
  let scans = 0;
  const segments: JpegSegment[] = [];
  for (let at = 2; ; ) {
    const from = at;
    // The data of a scan end at the first marker that is no restart; before other markers there are only fill bytes.
    if (scans > 0) at = endOfScan(bytes, at);
    const data = bytes.subarray(from, at);
    const before = segments.at(-1);
    if (before?.marker === sos) segments[segments.length - 1] = { ...before, data };
    else if (data.length > 0) throw damaged(`there is no marker at byte ${from}`);
    else if (scans === 0) at = nextMarker(bytes, at);
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
    if (at + 2 > bytes.length) throw truncated();
    if (bytes[at] !== 0xff) throw damaged(`there is no marker at byte ${at}`);
    const marker = bytes[at + 1]!;
    at += 2;
    if (marker === eoi) {
      if (size === null || scans === 0) throw damaged('it holds no picture');
      return { ...size, scans, segments };
    }
    const known = marker === sos || plain.has(marker) || (marker >= app0 && marker <= app15);
    const frame = marker >= sof0 && marker <= 0xcf && !plain.has(marker) && marker !== 0xc8;
    if (!known && !frame && unread[marker] === undefined)
      throw damaged(`marker ${marker.toString(16)} has no place in it`);
    if (at + 2 > bytes.length) throw truncated();
    const length = (bytes[at]! << 8) | bytes[at + 1]!;
    if (length < 2) throw damaged(`the segment of marker ${marker.toString(16)} has no length`);
    if (at + length > bytes.length) throw truncated();
    if (!known) {
      if (size !== null) throw damaged('it has two frames');
      size = readSof(bytes.subarray(at + 2, at + length), marker, context, damaged);
    } else if (marker === sos) {
      if (size === null) throw damaged('its pixels come before their size');
      scans++;
      if (scans > limits.maxScans || scans * size.width * size.height > 16 * limits.maxPixels)
        throw fail(
          'RNP_IMAGE_TOO_LARGE',
          `is a JPEG of ${size.width}×${size.height} pixels in ${scans} scans or more, too many. Export it again.`,
        );
    }
    segments.push({ marker, body: bytes.subarray(at + 2, at + length), data: none });
    at += length;
  }
}

/** @param body of a frame header, after its length */
function readSof(
  body: Uint8Array,
  marker: number,
  context: DecodeContext,
  damaged: (what: string) => RnpError,
): { readonly width: number; readonly height: number } {
  const other = (what: string): RnpError =>
    context.fail(
      'RNP_IMAGE_FORMAT',
      `is a JPEG ${what}, which is not read. Export it as an ordinary JPEG (RGB or grey, 8 bits) or as PNG.`,
    );
  const kind = unread[marker];
  if (kind !== undefined) throw other(kind);
  const components = body[5];
  if (components === undefined || body.length !== 6 + 3 * components)
    throw damaged('its frame header has a wrong length');
  const [height, width] = [(body[1]! << 8) | body[2]!, (body[3]! << 8) | body[4]!];
  if (body[0] !== 8) throw other(`of ${body[0]} bits a sample`);
  if (components === 4) throw other('in CMYK, the four colours of printers');
  if (components !== 1 && components !== 3) throw other(`of ${components} colours`);
  if (height === 0) throw other('that tells its height only at the end');
  if (width === 0) throw damaged('it has no width');
  requirePixels(width, height, context);
  return { width, height };
}

/**
 * Where the next marker begins: bytes between segments are skipped, as libjpeg does it. Before the first scan no pixel is lost by it,
 * since a segment that is needed and whose marker is damaged is missed later.
 */
function nextMarker(bytes: Uint8Array, at: number): number {
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at === -1) return bytes.length;
    if (bytes[at + 1] !== 0) return at;
    at += 2;
  }
}

/** Where the marker begins that ends the entropy-coded data from `at` on; the file's length where there is none. */
function endOfScan(bytes: Uint8Array, at: number): number {
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at === -1 || at + 1 >= bytes.length) return bytes.length;
    const next = bytes[at + 1]!;
    if (next !== 0 && next !== 0xff && !(next >= rst0 && next <= rst7)) return at;
    at += next === 0xff ? 1 : 2;
  }
}
