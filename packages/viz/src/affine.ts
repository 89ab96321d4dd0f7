import type { Affine } from './parseNode.js';

/** A point, x to the right, y down. */
export type Point = readonly [x: number, y: number];

/** Corners of a frame [-1, 1]², clockwise from top left. */
export const frameCorners: readonly Point[] = Object.freeze([
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const);

/**
 * The point that an affine map sends to `target`; null where the map is singular or not finite.
 *
 * **Convention** `matrix` is [2, 3], image frame → part frame; the answer is in the image's frame, [-1, 1]² and beyond.
 */
export function preimage(matrix: Affine, target: Point): Point | null {
  const [a = Number.NaN, b = Number.NaN, tx = Number.NaN] = matrix[0] ?? [];
  const [c = Number.NaN, d = Number.NaN, ty = Number.NaN] = matrix[1] ?? [];
  const determinant = a * d - b * c;
  const u = target[0] - tx;
  const v = target[1] - ty;
  const point: Point = [(d * u - b * v) / determinant, (a * v - c * u) / determinant];
  return point.every(Number.isFinite) ? point : null;
}

/**
 * A frame's coordinate → pixels, where pixel i covers [i, i + 1].
 *
 * **Convention** -1 and 1 are the *centres* of the first and the last pixel (align_corners = true), as when drawing.
 */
export function toPixels(coordinate: number, size: number): number {
  return ((coordinate + 1) / 2) * (size - 1) + 0.5;
}
