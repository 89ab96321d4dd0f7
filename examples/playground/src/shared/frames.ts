import type { AffineRows } from '@rnp/recursive-decoder';
import { invertMatrix } from '@rnp/spatial-transformer';

type Point = [number, number];

const square: readonly Point[] = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
];

/** The corners of a frame on the image, both in [-1, 1]; null where the frame has no area. */
export function cornersOf(toImage: AffineRows): readonly Point[] | null {
  const [[a, b], [c, d]] = toImage;
  if (Math.abs(a * d - b * c) < 1e-6) return null;
  const [x, y] = invertMatrix(toImage) as unknown as AffineRows;
  return square.map(([u, v]) => [x[0] * u + x[1] * v + x[2], y[0] * u + y[1] * v + y[2]]);
}

/** A step on the image as a step in a frame. */
export function inParent([x, y]: AffineRows, [dx, dy]: readonly [number, number]): Point {
  return [x[0] * dx + x[1] * dy, y[0] * dx + y[1] * dy];
}
