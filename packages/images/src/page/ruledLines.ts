// w, h size of the page
import type { Raster } from '../raster.js';
import { strongInk } from './inkPieces.js';

/** Of a page's longer side, the width of a line that is printed on it at most: what is wider and strong is a stroke. */
const widestShare = 1 / 40;
/** Of the longer side, how large writing is taken to be where lines are counted: of strokes of larger writing pieces count as lines. */
const countedShare = 1 / 9;
/** A printed line is as strong as this, where a pen is 1. */
const faintLine = 0.1;
/** Lines that go from edge to edge are seen on this share of the way. */
const wholeShare = 0.95;

/**
 * A page without the lines that are printed on it, along rows or columns: what fills most of a pixel's row, or of its column, within a
 * window is taken away. A line fills such a window; strokes of writing are shorter than half of it.
 *
 * @param ink of one channel, in [0, 1]
 * @param size how large writing is, in pixels. The window is three times as long, or as long as the page: then more of it must be filled
 */
export function withoutRuledLines(ink: Raster, size: number): Raster {
  const { across, down } = linesOf(ink, size);
  const data = ink.data.map((value, at) => Math.max(0, value - Math.max(across[at]!, down[at]!) / 255));
  return { ...ink, data };
}

/**
 * How many lines go from edge to edge of a page, along its rows or its columns, whichever are more: the mean over the page, 1.9 for two of which
 * one is broken; 0 where nothing goes from edge to edge.
 *
 * @param ink of one channel, in [0, 1]
 */
export function countRuledLines(ink: Raster): number {
  const { across, down } = linesOf(ink, countedShare * Math.max(ink.width, ink.height));
  return Math.max(linesCrossed(across, columnsOf(ink)), linesCrossed(down, rowsOf(ink)));
}

/** All rows of a page, or all columns: `count` of them, from the first pixel of one to that of the next `step`, and within one `stride`. */
interface Paths {
  readonly count: number;
  readonly step: number;
  readonly length: number;
  readonly stride: number;
}

const rowsOf = ({ width: w, height: h }: Raster): Paths => ({ count: h, step: w, length: w, stride: 1 });
const columnsOf = ({ width: w, height: h }: Raster): Paths => ({ count: w, step: 1, length: h, stride: w });

/** The lines along rows and along columns, [h·w] each, from 0 to 255. */
function linesOf(ink: Raster, size: number): { readonly across: Uint8Array; readonly down: Uint8Array } {
  const bytes = Uint8Array.from(ink.data, (value) => Math.round(255 * value));
  const widest = Math.max(3, Math.round(widestShare * Math.max(ink.width, ink.height)));
  const along = (paths: Paths, crossing: Paths): Uint8Array => {
    const lines = new Uint8Array(bytes.length);
    for (let path = 0; path < paths.count; path++) filling(bytes, lines, path, paths, size);
    for (let path = 0; path < crossing.count; path++) leaveStrokes(lines, path, crossing, widest);
    return lines;
  };
  const [rows, columns] = [rowsOf(ink), columnsOf(ink)];
  return { across: along(rows, columns), down: along(columns, rows) };
}

/**
 * Writes of each pixel of a path what most of a window about it has at least: a quantile that runs along (Huang et al. 1979: a histogram that
 * moves), the median in a window of three times the size.
 */
function filling(
  values: Uint8Array,
  into: Uint8Array,
  path: number,
  { step, length, stride }: Paths,
  size: number,
): void {
  const start = path * step;
  const reach = Math.max(1, Math.round(1.5 * size));
  // A stroke fills half of the page's length where it is half as long.
  const share = Math.max(0, Math.min(0.5, 0.75 * (1 - size / length)));
  const counts = new Uint32Array(256);
  // Below the quantile lie `below` of the values in the window.
  let [held, quantile, below] = [0, 0, 0];
  const put = (position: number, by: 1 | -1): void => {
    const value = values[start + position * stride]!;
    counts[value]! += by;
    held += by;
    if (value < quantile) below += by;
  };
  for (let i = 0; i < Math.min(length, reach); i++) put(i, 1);
  for (let i = 0; i < length; i++) {
    if (i + reach < length) put(i + reach, 1);
    if (i - reach - 1 >= 0) put(i - reach - 1, -1);
    while (below > share * held) below -= counts[--quantile]!;
    while (below + counts[quantile]! <= share * held) below += counts[quantile++]!;
    into[start + i * stride] = quantile;
  }
}

/** Takes back what is strong and wider than a printed line, seen along a path that crosses it. */
function leaveStrokes(
  lines: Uint8Array,
  path: number,
  { step, length, stride }: Paths,
  widest: number,
): void {
  let strong = 0;
  for (let i = 0; i <= length; i++) {
    if (i < length && lines[path * step + i * stride]! >= 255 * strongInk) {
      strong++;
      continue;
    }
    if (strong > widest)
      for (let back = 1; back <= strong; back++) lines[path * step + (i - back) * stride] = 0;
    strong = 0;
  }
}

/** How many lines a path crosses, in the mean; 0 unless nearly each crosses one. */
function linesCrossed(lines: Uint8Array, { count, step, length, stride }: Paths): number {
  let [crossed, crossing] = [0, 0];
  for (let path = 0; path < count; path++) {
    let own = 0;
    let before = false;
    for (let i = 0; i < length; i++) {
      const is = lines[path * step + i * stride]! > 255 * faintLine;
      if (is && !before) own++;
      before = is;
    }
    crossed += own;
    if (own > 0) crossing++;
  }
  return crossing < wholeShare * count ? 0 : crossed / count;
}
