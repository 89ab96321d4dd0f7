import { RnpError, shown } from '@rnp/errors';

/** Added to a squared slope: a frame that does not change along the canvas is a million pixels wide, not endlessly. */
export const flattest = 1e-12;

/** A step to the next pixel, in a frame [-1, 1] with corners on pixel centres; a side of one pixel has none. */
export function pixelStep(size: number): number {
  return size === 1 ? 0 : 2 / (size - 1);
}

/**
 * How far the edges of a soft frame lie from its middle line, in pixels of the canvas and at right angles to them, for plain numbers, in float64: what
 * `sampleAffine` and `place` with soft borders compute. The row times the reach is the distance of a point from the middle line.
 *
 * **Convention**: canvas frame -> the frame, both in [-1, 1], corners on pixel centres, x right, y down.
 *
 * @param row a, b, c of one coordinate of the frame: a x + b y + c, from -1 to 1 between both edges
 * @param canvas its height and width in pixels
 * @returns above 0 and at most 1e6
 * @throws RnpError RNP_SHAPE if these are not three numbers, which may be infinite, and two sides
 */
export function borderReach(
  row: readonly number[],
  canvas: readonly [height: number, width: number],
): number {
  if (!Array.isArray(row) || row.length !== 3 || !row.every((entry) => typeof entry === 'number'))
    throw new RnpError('RNP_SHAPE', `must be a list of 3 numbers, not ${shown(row)}`, { path: 'row' });
  if (
    !Array.isArray(canvas) ||
    canvas.length !== 2 ||
    !canvas.every((side) => Number.isInteger(side) && side >= 1)
  )
    throw new RnpError('RNP_SHAPE', `must be a height and a width in pixels, not ${shown(canvas)}`, {
      path: 'canvas',
    });
  const [a, b] = row as [number, number];
  const [height, width] = canvas;
  return 1 / Math.sqrt((a * pixelStep(width)) ** 2 + (b * pixelStep(height)) ** 2 + flattest);
}
