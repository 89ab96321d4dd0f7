// w, h size of the page
import type { Raster } from '../raster.js';

/**
 * A page without the lines that are printed on it, along rows or columns: of each pixel the median of its row, or of its column, within a
 * window is taken away. A line fills such a window; strokes of writing are shorter than half of it.
 *
 * @param ink of one channel, in [0, 1]
 * @param window pixels; at least three times as long as what is written is large
 */
export function withoutRuledLines(ink: Raster, window: number): Raster {
  const { width: w, height: h } = ink;
  const bytes = Uint8Array.from(ink.data, (value) => Math.round(255 * value));
  const lines = new Uint8Array(bytes.length);
  const reach = Math.max(1, Math.round(window / 2));
  for (let y = 0; y < h; y++) runningMedian(bytes, lines, { start: y * w, stride: 1, length: w }, reach);
  for (let x = 0; x < w; x++) runningMedian(bytes, lines, { start: x, stride: w, length: h }, reach);
  return { ...ink, data: ink.data.map((value, at) => Math.max(0, value - lines[at]! / 255)) };
}

interface Line {
  readonly start: number;
  readonly stride: number;
  readonly length: number;
}

/** Writes the median within `reach` of each value of a line, where it is more than there is (Huang et al. 1979: a histogram that moves along). */
function runningMedian(
  values: Uint8Array,
  into: Uint8Array,
  { start, stride, length }: Line,
  reach: number,
): void {
  const counts = new Uint32Array(256);
  // Below the median lie `below` of the values in the window.
  let [size, median, below] = [0, 0, 0];
  const put = (position: number, by: 1 | -1): void => {
    const value = values[start + position * stride]!;
    counts[value]! += by;
    size += by;
    if (value < median) below += by;
  };
  for (let i = 0; i < Math.min(length, reach); i++) put(i, 1);
  for (let i = 0; i < length; i++) {
    if (i + reach < length) put(i + reach, 1);
    if (i - reach - 1 >= 0) put(i - reach - 1, -1);
    while (2 * below > size) below -= counts[--median]!;
    while (2 * (below + counts[median]!) <= size) below += counts[median++]!;
    const at = start + i * stride;
    into[at] = Math.max(into[at]!, median);
  }
}
