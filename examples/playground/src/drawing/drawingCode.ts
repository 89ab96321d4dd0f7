import type { Raster } from '@rnp/viz';
import type { Drawing } from './drawing.js';
import type { Point, Stroke } from './strokes.js';

// A drawing as a word for an address: `s` and strokes, three bytes a point, or `p` and pixels, all in base64url.

/** Longer ones are cut off by what sends addresses on. */
const maxCharacters = 4000;
/** A point between its neighbours is left out when the line without it passes as near as this, as a share of the pad. */
const tolerance = 0.002;
/** Coordinates, which may lie somewhat beside the pad, have 12 bits. */
const [first, range, top] = [-0.5, 2, 4095];

/** @returns null for a drawing that no address holds */
export function codeOfDrawing(drawing: Drawing, seen: Raster | null): string | null {
  const code =
    drawing.kind === 'strokes'
      ? `s${base64(drawing.strokes.flatMap(bytesOfStroke))}`
      : seen && `p${seen.height}.${seen.width}.${seen.channels}.${base64(shorter(seen.data))}`;
  return code === null || code.length > maxCharacters ? null : code;
}

/** @returns null for what is no drawing */
export function drawingOfCode(code: string): Drawing | null {
  try {
    if (code.startsWith('s')) return { kind: 'strokes', strokes: strokesOf(bytesOf(code.slice(1))) };
    const [, height, width, channels, pixels] = /^p(\d{1,3})\.(\d{1,3})\.([13])\.([\w-]*)$/.exec(code)!;
    const size = { height: Number(height), width: Number(width), channels: Number(channels) };
    const data = longer(bytesOf(pixels!), size.height * size.width * size.channels);
    return { kind: 'image', image: { ...size, data }, example: false };
  } catch {
    return null;
  }
}

function bytesOfStroke(stroke: Stroke): number[] {
  const points = simplified(stroke);
  const coordinate = (value: number): number =>
    Math.min(top, Math.max(0, Math.round(((value - first) / range) * top)));
  return [
    points.length >> 8,
    points.length & 255,
    ...points.flatMap(([x, y]) => {
      const both = coordinate(x) * 4096 + coordinate(y);
      return [both >> 16, (both >> 8) & 255, both & 255];
    }),
  ];
}

function strokesOf(bytes: Uint8Array): Stroke[] {
  const strokes: Stroke[] = [];
  for (let at = 0; at < bytes.length; ) {
    const count = bytes[at]! * 256 + bytes[at + 1]!;
    at += 2;
    const end = at + 3 * count;
    if (count === 0 || end > bytes.length) throw new Error('cut off');
    const stroke: Point[] = [];
    for (; at < end; at += 3) {
      const both = bytes[at]! * 65_536 + bytes[at + 1]! * 256 + bytes[at + 2]!;
      stroke.push([(both >> 12) / top, (both & 4095) / top].map((share) => share * range + first) as never);
    }
    strokes.push(stroke);
  }
  return strokes;
}

/** Without the points that a line hardly misses (Ramer, Douglas and Peucker). */
function simplified(stroke: Stroke): Stroke {
  if (stroke.length < 3) return stroke;
  const [a, b] = [stroke[0]!, stroke.at(-1)!];
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  let [furthest, max] = [0, tolerance];
  for (let i = 1; i < stroke.length - 1; i++) {
    const [x, y] = [stroke[i]![0] - a[0], stroke[i]![1] - a[1]];
    const away = length === 0 ? Math.hypot(x, y) : Math.abs(x * (b[1] - a[1]) - y * (b[0] - a[0])) / length;
    if (away > max) [furthest, max] = [i, away];
  }
  if (furthest === 0) return [a, b];
  return [...simplified(stroke.slice(0, furthest + 1)).slice(0, -1), ...simplified(stroke.slice(furthest))];
}

/** In bytes, runs of zeros as a zero and their length: most of a drawing is its ground. */
function shorter(data: Float32Array): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < data.length; ) {
    const value = Math.round(255 * Math.min(1, Math.max(0, data[at]!)));
    let run = 1;
    if (value === 0)
      while (run < 255 && at + run < data.length && Math.round(255 * data[at + run]!) <= 0) run++;
    bytes.push(...(value === 0 ? [0, run] : [value]));
    at += run;
  }
  return bytes;
}

function longer(bytes: Uint8Array, size: number): Float32Array {
  const data = new Float32Array(size);
  let at = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === 0) at += bytes[++i]!;
    else data[at++] = bytes[i]! / 255;
  }
  if (at !== size) throw new Error('another size');
  return data;
}

function base64(bytes: readonly number[]): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function bytesOf(code: string): Uint8Array {
  return Uint8Array.from(atob(code.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
}
