// v sampling factor; R rows of pixels in a row of units
import type { JpegKernel } from './jpegKernel.js';
import type { JpegMemory, Plane } from './jpegMemory.js';
import type { JpegPlan } from './jpegPlan.js';

/** From the top down. @param row [width·3], valid during the call */
export type OnRow = (row: Uint8Array) => void;

/**
 * Makes rows of pixels from the strip of samples of each row of units, in turn. A row that leans on the next strip waits for it:
 * colour at half the resolution is interpolated, as libjpeg does it.
 *
 * @returns to be called when the strip of row number `unitRow` is there
 */
export function rowWriter(
  kernel: JpegKernel,
  memory: JpegMemory,
  { width, height, ycc }: JpegPlan,
  onRow: OnRow,
): (unitRow: number) => void {
  const { bytes, planes, maxV, pixels } = memory;
  const R = 8 * maxV;
  const row = bytes.subarray(pixels, pixels + 3 * width);
  const wide = planes.map((plane) => rowMaker(kernel, memory, plane));
  return (unitRow) => {
    const end = unitRow + 1 === memory.unitsDown ? height : (unitRow + 1) * R - 1;
    for (let y = Math.max(0, unitRow * R - 1); y < end; y++) {
      const [a, b, c] = wide.map((make) => make(y, unitRow)) as [number, number, number];
      if (planes.length === 1) kernel.interleaved(a, a, a, pixels, width);
      else kernel[ycc ? 'coloursOf' : 'interleaved'](a, b, c, pixels, width);
      onRow(row);
    }
    for (const { samples, stride, v } of planes)
      bytes.copyWithin(samples, samples + stride * 8 * v, samples + stride * (8 * v + 1));
  };
}

/** @returns the address of row y of a component, as wide as the picture */
function rowMaker(
  kernel: JpegKernel,
  { maxH, maxV, sums }: JpegMemory,
  { h, v, width, height, samples, stride, wideRow }: Plane,
): (y: number, unitRow: number) => number {
  const [times, high] = [maxH / h, maxV / v];
  return (y, unitRow) => {
    const at = (own: number): number =>
      samples + (Math.min(Math.max(own, 0), height - 1) - unitRow * 8 * v + 1) * stride;
    const own = Math.floor(y / high);
    const near = at(own);
    // Libjpeg repeats what it does not interpolate.
    const smooth = times === 2 && high <= 2 && width > 2;
    if (times === 1 && high === 1) return near;
    const other = high === 2 ? at(y % 2 === 0 ? own - 1 : own + 1) : 0;
    if (smooth) kernel.doubledRow(near, other, wideRow, width, sums);
    else if (times === 1 && high === 2) kernel.betweenRows(near, other, wideRow, width);
    else kernel.repeatedRow(near, wideRow, width, times);
    return wideRow;
  };
}
