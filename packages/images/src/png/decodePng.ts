import { check } from '../checks.js';
import { type DecodeContext, type DecodeOptions, decodeContext } from '../decodeOptions.js';
import { formatOf } from '../format.js';
import { layOnBackground } from '../layOnBackground.js';
import type { Picture } from '../raster.js';
import { roomFor } from '../roomFor.js';
import { type OpenRowSink, rowsOf } from '../rows/rowSink.js';
import { type Inflate, plainInflate } from './inflate.js';
import { inflateRows } from './inflateRows.js';
import { type PngChunks, readPngChunks } from './pngChunks.js';
import { samplesPerPixel } from './pngHeader.js';

/**
 * Any PNG → bytes: grey, RGB or palette, 1 to 16 bits, interlaced or not; 16 bits round to 8; alpha and tRNS are laid on the
 * background. Values as stored: gamma, profiles and orientation are not applied. Of an animation, the default image.
 *
 * Memory is that of the picture with its alpha, and of two rows.
 *
 * @returns 1 channel for a grey picture, 3 otherwise
 * @throws RnpError RNP_IMAGE_EMPTY, _FORMAT, _TRUNCATED, _CORRUPT, _TOO_LARGE, naming the path
 * @example
 * decodePng(await readFile('seven.png'), { path: 'seven.png' }) // { width: 28, height: 28, channels: 1, data }
 */
export function decodePng(bytes: Uint8Array, options: DecodeOptions = {}): Picture {
  check.bytes('bytes', bytes);
  const context = decodeContext(options);
  if (formatOf(bytes, context) !== 'png')
    throw context.fail('RNP_IMAGE_FORMAT', 'is a JPEG, whatever its name. Give a PNG.');
  return decodeChunks(readPngChunks(bytes, context), context, plainInflate);
}

export function decodeChunks(chunks: PngChunks, context: DecodeContext, inflate: Inflate): Picture {
  const { width, height } = chunks.header;
  const { colours, n } = pixelOf(chunks);
  const data = roomFor(context, () => new Uint8Array(width * height * n));
  const write = rowWriter(chunks, n, context);
  inflateRows(
    chunks.compressed,
    chunks.header,
    (line, { x0, y0, dx, dy, columns }, row) => {
      write(line, columns, data, ((y0 + row * dy) * width + x0) * n, dx * n);
    },
    context,
    inflate,
  );
  if (n === colours) return { width, height, channels: colours, data };
  return roomFor(context, () => layOnBackground({ width, height, data }, colours, context.background));
}

/** The same, row by row. A picture that is interlaced or has alpha is decoded whole first. */
export function decodeChunkRows<Result>(
  chunks: PngChunks,
  context: DecodeContext,
  inflate: Inflate,
  open: OpenRowSink<Result>,
): Result {
  const { header } = chunks;
  const { width, height } = header;
  const { colours, n } = pixelOf(chunks);
  if (header.interlaced || n !== colours) return rowsOf(decodeChunks(chunks, context, inflate), open);
  const sink = roomFor(context, () => open({ width, height, channels: colours }));
  const row = new Uint8Array(width * n);
  const write = rowWriter(chunks, n, context);
  inflateRows(
    chunks.compressed,
    header,
    (line) => {
      write(line, width, row, 0, n);
      sink.take(row);
    },
    context,
    inflate,
  );
  return sink.finish();
}

/** Colours of a pixel, and bytes: one more where there may be alpha. */
function pixelOf({ header, transparency }: PngChunks): { readonly colours: 1 | 3; readonly n: number } {
  const { colourType } = header;
  const colours = colourType === 0 || colourType === 4 ? 1 : 3;
  const opaque = transparency === null && colourType !== 4 && colourType !== 6;
  return { colours, n: opaque ? colours : colours + 1 };
}

/** Writes the samples of a row, from `to` on and every `stride` values, as `n` bytes a pixel, alpha last. */
type RowWriter = (line: Uint8Array, columns: number, out: Uint8Array, to: number, stride: number) => void;

function rowWriter(
  { header, palette, transparency }: PngChunks,
  n: number,
  context: DecodeContext,
): RowWriter {
  const { depth, colourType } = header;
  const samples = samplesPerPixel[colourType];
  if (colourType === 3) return paletteWriter(palette!, transparency, depth, n, context);
  const largest = 2 ** depth - 1;
  const key = transparentColour(transparency, largest);
  return (line, columns, out, to, stride) => {
    if (depth === 8 && key === null && stride === n) {
      out.set(line, to);
      return;
    }
    for (let x = 0; x < columns; x++, to += stride) {
      let same = key !== null;
      for (let i = 0; i < samples; i++) {
        const value = sampleAt(line, x * samples + i, depth);
        same &&= value === key![i];
        out[to + i] = depth === 8 ? value : Math.round((value * 255) / largest);
      }
      if (key !== null) out[to + samples] = same ? 0 : 255;
    }
  };
}

function paletteWriter(
  palette: Uint8Array,
  transparency: Uint8Array | null,
  depth: number,
  n: number,
  { fail }: DecodeContext,
): RowWriter {
  const entries = palette.length / 3;
  return (line, columns, out, to, stride) => {
    for (let x = 0; x < columns; x++, to += stride) {
      const index = sampleAt(line, x, depth);
      if (index >= entries)
        throw fail(
          'RNP_IMAGE_CORRUPT',
          `is a damaged PNG: colour ${index} of a palette of ${entries}. Export it again.`,
        );
      for (let i = 0; i < 3; i++) out[to + i] = palette[index * 3 + i]!;
      if (n === 4) out[to + 3] = transparency![index] ?? 255;
    }
  };
}

/** Value number `index` of a packed row; the leftmost is in the high bits. */
function sampleAt(line: Uint8Array, index: number, depth: number): number {
  if (depth === 8) return line[index]!;
  if (depth === 16) return (line[2 * index]! << 8) | line[2 * index + 1]!;
  const bit = index * depth;
  return (line[bit >> 3]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

/** tRNS of a grey or RGB image: the one colour, in samples, that is transparent. Of 16 bits those count that samples have. */
function transparentColour(transparency: Uint8Array | null, largest: number): readonly number[] | null {
  if (transparency === null) return null;
  const colour: number[] = [];
  for (let at = 0; at + 1 < transparency.length; at += 2)
    colour.push(((transparency[at]! << 8) | transparency[at + 1]!) & largest);
  return colour;
}
