// h height, w width, c channels

import { checkRaster, clip, type Raster } from '@rnp/images';
import { VizError } from './errors.js';
import type { Rgb } from './palette.js';

/** A picture of a sheet, with a border in a colour of its own if you like; null leaves the place free. */
export type SheetCell = Raster | { readonly raster: Raster; readonly border?: Rgb } | null;

export interface SheetOptions {
  /** Rows of pictures of any size, 1, 3 or 4 channels mixed; rows may differ in length. */
  readonly rows: readonly (readonly SheetCell[])[];
  /** Each pixel becomes a square of this side (nearest neighbour). Default 4. */
  readonly scale?: number;
  /** Output pixels between neighbours. Default 8. */
  readonly gap?: number;
  /** Output pixels of a border; its whole row and column keep that much room, so that all line up. Default 0. */
  readonly border?: number;
  /** Behind and between the pictures. Default 'transparent', which suits light pages and dark. */
  readonly background?: Rgb | 'transparent';
}

export const defaultSheetOptions: Required<Omit<SheetOptions, 'rows'>> = Object.freeze({
  scale: 4,
  gap: 8,
  border: 0,
  background: 'transparent',
});

type Cell = { readonly raster: Raster; readonly border?: Rgb } | null;

/** Where a sheet's columns lie: output pixels from the left edge, borders included. */
export interface SheetColumn {
  readonly start: number;
  readonly end: number;
}

/** A sheet is a raster that knows its columns. */
export interface Sheet extends Raster {
  readonly columns: readonly SheetColumn[];
}

/**
 * Pictures in a grid, each column as wide as its widest picture, each row as high as its highest, centred.
 *
 * @returns 4 channels on a transparent background, 3 otherwise
 * @throws VizError RNP_IMAGE_RASTER without a picture, or for one that doesn't fit its size; RNP_IMAGE_OPTION for options
 */
export function sheet(options: SheetOptions): Sheet {
  const { rows, scale, gap, border, background } = { ...defaultSheetOptions, ...options };
  if (!Number.isInteger(scale) || scale < 1)
    throw new VizError('RNP_IMAGE_OPTION', `must be a whole number from 1 up, not ${scale}`, 'scale');
  for (const [name, value] of Object.entries({ gap, border })) {
    if (!Number.isInteger(value) || value < 0)
      throw new VizError('RNP_IMAGE_OPTION', `must be a whole number from 0 up, not ${value}`, name);
  }
  const cells = rows.map((row, y) => row.map((cell, x) => readCell(cell, `rows[${y}][${x}]`)));
  const count = Math.max(0, ...cells.map((row) => row.length));
  const side = (line: readonly Cell[], dimension: 'width' | 'height'): number => {
    const room = line.some((cell) => cell?.border) ? 2 * border : 0;
    return Math.max(0, ...line.map((cell) => (cell ? cell.raster[dimension] * scale + room : 0)));
  };
  const heights = cells.map((row) => side(row, 'height'));
  const widths = Array.from({ length: count }, (_, x) =>
    side(
      cells.map((row) => row[x] ?? null),
      'width',
    ),
  );
  if (!cells.some((row) => row.some((cell) => cell !== null)))
    throw new VizError('RNP_IMAGE_RASTER', 'give at least one picture', 'rows');

  const columns = spans(widths, gap);
  const lines = spans(heights, gap);
  const out = blank(columns.at(-1)!.end, lines.at(-1)!.end, background);
  cells.forEach((row, y) => {
    row.forEach((cell, x) => {
      if (cell === null) return;
      const w = cell.raster.width * scale;
      const h = cell.raster.height * scale;
      const left = columns[x]!.start + ((widths[x]! - w) >> 1);
      const top = lines[y]!.start + ((heights[y]! - h) >> 1);
      if (cell.border && border > 0)
        fill(out, left - border, top - border, w + 2 * border, h + 2 * border, cell.border);
      draw(out, cell.raster, left, top, scale);
    });
  });
  return { ...out, columns };
}

function readCell(cell: SheetCell, path: string): Cell {
  if (cell === null) return null;
  const bordered = 'raster' in cell ? cell : { raster: cell };
  checkRaster(bordered.raster, path);
  return bordered;
}

function spans(sizes: readonly number[], gap: number): SheetColumn[] {
  let start = 0;
  return sizes.map((size) => {
    const span = { start, end: start + size };
    start = span.end + gap;
    return span;
  });
}

function blank(width: number, height: number, background: Rgb | 'transparent'): Raster {
  if (width * height > 1e8)
    throw new VizError(
      'RNP_IMAGE_TOO_LARGE',
      `would have ${width}×${height} pixels; give fewer pictures or a smaller scale`,
      'sheet',
    );
  const channels = background === 'transparent' ? 4 : 3;
  const out: Raster = { width, height, channels, data: new Float32Array(width * height * channels) };
  if (background !== 'transparent') fill(out, 0, 0, width, height, background);
  return out;
}

function fill(out: Raster, left: number, top: number, width: number, height: number, colour: Rgb): void {
  for (let y = top; y < top + height; y++)
    for (let x = left; x < left + width; x++) {
      const at = (y * out.width + x) * out.channels;
      for (let i = 0; i < 3; i++) out.data[at + i] = colour[i]!;
      if (out.channels === 4) out.data[at + 3] = 1;
    }
}

/** Copies a picture, each pixel as a square; a transparent one is laid over what is there. */
function draw(out: Raster, picture: Raster, left: number, top: number, scale: number): void {
  const { channels } = picture;
  for (let y = 0; y < picture.height * scale; y++)
    for (let x = 0; x < picture.width * scale; x++) {
      const from = (Math.floor(y / scale) * picture.width + Math.floor(x / scale)) * channels;
      const to = ((top + y) * out.width + left + x) * out.channels;
      const alpha = channels === 4 ? clip(picture.data[from + 3]!) : 1;
      const under = out.channels === 4 ? out.data[to + 3]! : 1;
      const sum = alpha + under * (1 - alpha);
      for (let i = 0; i < 3; i++) {
        const value = clip(picture.data[from + (channels === 1 ? 0 : i)]!);
        out.data[to + i] = sum === 0 ? 0 : (value * alpha + out.data[to + i]! * under * (1 - alpha)) / sum;
      }
      if (out.channels === 4) out.data[to + 3] = sum;
    }
}
