// h, v sampling factors, as in ITU-T T.81
import type { RnpError } from '@rnp/errors';
import type { DecodeContext } from '../decodeOptions.js';
import { orientationOf } from './exif.js';
import { dht, dqt, dri, type JpegFrame, type JpegSegment, sof0, sos } from './jpegFrame.js';
import { mendedProgress, type Progress } from './scanProgress.js';

/** What is to be done to decode a JPEG, all of it checked but the entropy-coded data. */
export interface JpegPlan {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  /** One of grey, or three. */
  readonly components: readonly JpegComponent[];
  /** Of three components: whether they are luma and two of colour, not red, green and blue. */
  readonly ycc: boolean;
  /** By EXIF, 1 to 8. */
  readonly orientation: number;
  readonly scans: readonly JpegScan[];
}

export interface JpegComponent {
  readonly h: number;
  readonly v: number;
  /** 64 numbers, row by row. */
  readonly quantisers: Int16Array;
}

export interface JpegScan {
  readonly parts: readonly ScanPart[];
  /** The coefficients that it is of, in zigzag order, and the bit that it begins with and ends with; 0 to 63, 0, 0 where sequential. */
  readonly first: number;
  readonly last: number;
  readonly high: number;
  readonly low: number;
  /** Units between restart markers; 0 where there are none. */
  readonly restart: number;
  readonly data: Uint8Array;
}

export interface ScanPart {
  /** Index of the component. */
  readonly component: number;
  /** 16 counts and the symbols; undefined where a progressive scan needs none. */
  readonly dc: Uint8Array | undefined;
  readonly ac: Uint8Array | undefined;
}

/** Where each coefficient of the zigzag order lies in its block. */
export const zigzag: readonly number[] = Object.freeze(zigzagOrder());

/** @throws RnpError RNP_IMAGE_CORRUPT where a table is missing or wrong, or scans do not make a picture */
export function jpegPlan({ width, height, segments }: JpegFrame, { fail }: DecodeContext): JpegPlan {
  const damaged = (what: string): RnpError =>
    fail('RNP_IMAGE_CORRUPT', `is a damaged JPEG: ${what}. Export or copy it again.`);
  const quantisers: (Int16Array | undefined)[] = [];
  const huffman: (Uint8Array | undefined)[] = [];
  let restart = 0;
  const frame = segments.find(({ marker }) => marker >= sof0 && marker <= sof0 + 2)!;
  const progressive = frame.marker === sof0 + 2;
  const parts = componentsOf(frame.body, damaged);
  const latched: (Int16Array | undefined)[] = parts.map(() => undefined);
  const progress: Progress = parts.map(() => new Int8Array(64).fill(-1));
  const scans: JpegScan[] = [];
  for (const { marker, body, data } of segments) {
    if (marker === dqt) readQuantisers(body, quantisers, damaged);
    else if (marker === dht) readHuffman(body, huffman, damaged);
    else if (marker === dri) {
      if (body.length !== 2) throw damaged('its restart interval has a wrong length');
      restart = (body[0]! << 8) | body[1]!;
    } else if (marker === sos) {
      const scan = scanOf({ marker, body, data }, parts, huffman, progressive, damaged);
      for (const { component } of scan.parts) {
        latched[component] ??= quantisers[parts[component]!.table];
        if (latched[component] === undefined) throw damaged('a quantisation table is missing');
        if (progressive && !mendedProgress(progress[component]!, scan))
          throw damaged('its scans contradict each other');
      }
      scans.push({ ...scan, restart });
    }
  }
  if (latched.includes(undefined)) throw damaged('one of its colours has no pixels');
  return {
    width,
    height,
    progressive,
    components: parts.map(({ h, v }, i) => ({ h, v, quantisers: latched[i]! })),
    ycc: isYcc(parts, segments),
    orientation: orientationOf(segments),
    scans,
  };
}

interface FramePart {
  readonly id: number;
  readonly h: number;
  readonly v: number;
  readonly table: number;
}

type Damaged = (what: string) => RnpError;

function componentsOf(body: Uint8Array, damaged: Damaged): readonly FramePart[] {
  const parts: FramePart[] = [];
  for (let at = 6; at < body.length; at += 3) {
    const [id, factors, table] = [body[at]!, body[at + 1]!, body[at + 2]!];
    const [h, v] = [factors >> 4, factors & 15];
    if (h < 1 || h > 4 || v < 1 || v > 4 || table > 3 || parts.some((part) => part.id === id))
      throw damaged('its frame header contradicts itself');
    parts.push({ id, h, v, table });
  }
  // A single component comes block by block, whatever its factors.
  if (parts.length === 1) return [{ ...parts[0]!, h: 1, v: 1 }];
  const [maxH, maxV] = [Math.max(...parts.map(({ h }) => h)), Math.max(...parts.map(({ v }) => v))];
  if (parts.some(({ h, v }) => maxH % h !== 0 || maxV % v !== 0))
    throw damaged('its colours have sizes that do not divide each other');
  return parts;
}

function readQuantisers(body: Uint8Array, into: (Int16Array | undefined)[], damaged: Damaged): void {
  for (let at = 0; at < body.length; ) {
    const kind = body[at++]!;
    const wide = kind >> 4 !== 0;
    const size = wide ? 128 : 64;
    if ((kind & 15) > 3 || at + size > body.length) throw damaged('a quantisation table is wrong');
    const values = new Int16Array(64);
    zigzag.forEach((place, i) => {
      values[place] = wide ? (body[at + 2 * i]! << 8) | body[at + 2 * i + 1]! : body[at + i]!;
    });
    into[kind & 15] = values;
    at += size;
  }
}

/** Tables of DC are number 0 to 3, those of AC 4 to 7. */
function readHuffman(body: Uint8Array, into: (Uint8Array | undefined)[], damaged: Damaged): void {
  for (let at = 0; at < body.length; ) {
    const kind = body[at]!;
    const counts = body.subarray(at + 1, at + 17);
    const size = 16 + counts.reduce((a, b) => a + b, 0);
    if ((kind & 0xef) > 3 || size > 272 || at + 1 + size > body.length)
      throw damaged('a Huffman table is wrong');
    into[(kind & 3) + (kind >> 4) * 4] = body.subarray(at + 1, at + 1 + size);
    at += 1 + size;
  }
}

function scanOf(
  { body, data }: JpegSegment,
  frame: readonly FramePart[],
  huffman: readonly (Uint8Array | undefined)[],
  progressive: boolean,
  damaged: Damaged,
): Omit<JpegScan, 'restart'> {
  const count = body[0] ?? 0;
  if (count < 1 || count > 3 || body.length !== 4 + 2 * count)
    throw damaged('a scan header has a wrong length');
  const [first, last, bits] = [body[1 + 2 * count]!, body[2 + 2 * count]!, body[3 + 2 * count]!];
  const [high, low] = progressive ? [bits >> 4, bits & 15] : [0, 0];
  const band = progressive ? { first, last } : { first: 0, last: 63 };
  // Refining bits of DC are no code.
  const needs = { dc: band.first === 0 && high === 0, ac: band.last > 0 };
  const parts = Array.from({ length: count }, (_, i): ScanPart => {
    const [id, tables] = [body[1 + 2 * i]!, body[2 + 2 * i]!];
    const component = frame.findIndex((part) => part.id === id);
    const [dc, ac] = [huffman[tables >> 4], huffman[4 + (tables & 15)]];
    if (component < 0 || (needs.dc && dc === undefined) || (needs.ac && ac === undefined))
      throw damaged('a scan has no component or no Huffman table');
    return { component, dc: needs.dc ? dc : undefined, ac: needs.ac ? ac : undefined };
  });
  const blocks = parts.reduce((sum, { component }) => sum + frame[component]!.h * frame[component]!.v, 0);
  if (new Set(parts.map(({ component }) => component)).size !== count || (count > 1 && blocks > 10))
    throw damaged('a scan has too many blocks');
  return { parts, ...band, high, low, data };
}

/** As libjpeg takes it: JFIF is YCbCr; Adobe's marker says what it is; else the components' names tell. */
function isYcc(parts: readonly FramePart[], segments: readonly JpegSegment[]): boolean {
  const starts = (body: Uint8Array, word: string): boolean =>
    [...word].every((letter, i) => body[i] === letter.charCodeAt(0));
  if (segments.some(({ marker, body }) => marker === 0xe0 && body.length >= 14 && starts(body, 'JFIF\0')))
    return true;
  const adobe = segments.findLast(
    ({ marker, body }) => marker === 0xee && body.length >= 12 && starts(body, 'Adobe'),
  );
  if (adobe !== undefined) return adobe.body[11] !== 0;
  return parts.map(({ id }) => String.fromCharCode(id)).join('') !== 'RGB';
}

function zigzagOrder(): number[] {
  const places = Array.from({ length: 64 }, (_, place) => place);
  const key = (place: number): number => {
    const [x, y] = [place & 7, place >> 3];
    // Diagonals run up where x + y is even, down where it is odd.
    return (x + y) * 8 + ((x + y) % 2 === 0 ? x : y);
  };
  return places.sort((a, b) => key(a) - key(b));
}
