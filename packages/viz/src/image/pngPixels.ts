import { Unzlib } from 'fflate';
import { VizError } from '../errors.js';
import type { PngChunks, PngHeader } from './pngChunks.js';

/** Values per pixel, by colour type; a palette image has one, the index. */
export const samplesPerPixel: Readonly<Record<PngHeader['colourType'], number>> = Object.freeze({
  0: 1,
  2: 3,
  3: 1,
  4: 2,
  6: 4,
});

/** A picture, or one of the seven that an interlaced picture is sent in: every `dx`-th pixel from `x0`, and so for y. */
interface Pass {
  readonly x0: number;
  readonly y0: number;
  readonly dx: number;
  readonly dy: number;
}

const whole: readonly Pass[] = Object.freeze([{ x0: 0, y0: 0, dx: 1, dy: 1 }]);
const adam7: readonly Pass[] = Object.freeze([
  { x0: 0, y0: 0, dx: 8, dy: 8 },
  { x0: 4, y0: 0, dx: 8, dy: 8 },
  { x0: 0, y0: 4, dx: 4, dy: 8 },
  { x0: 2, y0: 0, dx: 4, dy: 4 },
  { x0: 0, y0: 2, dx: 2, dy: 4 },
  { x0: 1, y0: 0, dx: 2, dy: 2 },
  { x0: 0, y0: 1, dx: 1, dy: 2 },
]);

/**
 * A PNG's samples as whole numbers, [height, width, samplesPerPixel], not yet coloured.
 *
 * Decoded here and not by fast-png, which fills missing rows with zeros, inflates without a limit and reads interlaced
 * pictures below 8 bits wrongly (8.0.0).
 *
 * @throws VizError RNP_IMAGE_CORRUPT or RNP_IMAGE_TRUNCATED, naming `path`
 */
export function readPngSamples(chunks: PngChunks, path: string): Uint8Array | Uint16Array {
  const { header } = chunks;
  const { width, height, depth } = header;
  const n = samplesPerPixel[header.colourType];
  const passes = (header.interlaced ? adam7 : whole).map((pass) => {
    const columns = Math.max(0, Math.ceil((width - pass.x0) / pass.dx));
    const rows = columns === 0 ? 0 : Math.max(0, Math.ceil((height - pass.y0) / pass.dy));
    return { ...pass, columns, rows, stride: Math.ceil((columns * n * depth) / 8) };
  });
  const expected = passes.reduce((sum, pass) => sum + pass.rows * (pass.stride + 1), 0);
  const raw = inflate(chunks.compressed, expected, path);
  const out = depth === 16 ? new Uint16Array(width * height * n) : new Uint8Array(width * height * n);
  const unit = Math.max(1, (n * depth) >> 3);
  let at = 0;
  for (const { x0, y0, dx, dy, columns, rows, stride } of passes) {
    let above: Uint8Array = new Uint8Array(stride);
    for (let row = 0; row < rows; row++) {
      const line = raw.subarray(at + 1, at + 1 + stride);
      unfilter(raw[at]!, line, above, unit, path);
      for (let column = 0; column < columns; column++) {
        const to = ((y0 + row * dy) * width + x0 + column * dx) * n;
        for (let i = 0; i < n; i++) out[to + i] = sampleAt(line, column * n + i, depth);
      }
      above = line;
      at += stride + 1;
    }
  }
  return out;
}

/** Value number `index` of a packed row; the leftmost is in the high bits. */
function sampleAt(line: Uint8Array, index: number, depth: number): number {
  if (depth === 8) return line[index]!;
  if (depth === 16) return (line[2 * index]! << 8) | line[2 * index + 1]!;
  const bit = index * depth;
  return (line[bit >> 3]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

/**
 * Inflates until `expected` bytes are there and no further: a small file can hold gigabytes. Memory grows with what
 * arrives, not with what the header promises.
 */
function inflate(compressed: readonly Uint8Array[], expected: number, path: string): Uint8Array {
  const pieces: Uint8Array[] = [];
  let have = 0;
  const inflator = new Unzlib((piece) => {
    pieces.push(piece);
    have += piece.length;
  });
  let failure: unknown;
  try {
    for (const chunk of compressed)
      for (let at = 0; at < chunk.length && have < expected; at += 0x4000)
        inflator.push(chunk.subarray(at, at + 0x4000), false);
    if (have < expected) inflator.push(new Uint8Array(0), true);
  } catch (error) {
    failure = error;
  }
  if (have < expected) {
    if (failure !== undefined && !/EOF/.test(String(failure)))
      throw new VizError(
        'RNP_IMAGE_CORRUPT',
        'is a damaged PNG: its pixels cannot be decompressed. Export it again.',
        path,
      );
    throw new VizError(
      'RNP_IMAGE_TRUNCATED',
      `is a PNG with only ${have} of ${expected} bytes of its pixels. Copy or export it again.`,
      path,
    );
  }
  const out = new Uint8Array(expected);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece.subarray(0, expected - at), at);
    at = Math.min(expected, at + piece.length);
  }
  return out;
}

/** Undoes a row's filter in place (PNG specification, section 9); `unit` is the bytes of a pixel, at least 1. */
function unfilter(type: number, line: Uint8Array, above: Uint8Array, unit: number, path: string): void {
  if (type > 4)
    throw new VizError('RNP_IMAGE_CORRUPT', `is a damaged PNG: filter ${type}. Export it again.`, path);
  if (type === 0) return;
  for (let i = 0; i < line.length; i++) {
    const a = i < unit ? 0 : line[i - unit]!;
    const b = above[i]!;
    const c = i < unit ? 0 : above[i - unit]!;
    const guess = type === 1 ? a : type === 2 ? b : type === 3 ? (a + b) >> 1 : paeth(a, b, c);
    line[i] = (line[i]! + guess) & 255;
  }
}

function paeth(a: number, b: number, c: number): number {
  const pa = Math.abs(b - c);
  const pb = Math.abs(a - c);
  const pc = Math.abs(a + b - 2 * c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}
