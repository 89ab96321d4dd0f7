// n points, d dimensions
import { AnalysisError } from './errors.js';

/** n points of d numbers each: [n][d]. Programs of images, of parts, or anything else. */
export type Points = readonly ArrayLike<number>[];

/** Points in one block, row after row. */
export interface PointBlock {
  /** [n·d] */
  readonly data: Float64Array;
  readonly count: number;
  readonly dimensions: number;
}

/**
 * Points, checked, in one block.
 *
 * @throws AnalysisError RNP_ANALYSIS_POINTS for fewer than `least` points, ragged rows, and values that are not finite
 */
export function readPoints(points: Points, least = 1, path = 'points'): PointBlock {
  const count = points.length;
  if (count < least) {
    throw new AnalysisError('RNP_ANALYSIS_POINTS', `there are ${count}; give at least ${least}`, path);
  }
  const dimensions = points[0]!.length;
  if (dimensions < 1) {
    throw new AnalysisError('RNP_ANALYSIS_POINTS', 'is empty; give numbers', `${path}[0]`);
  }
  const data = new Float64Array(count * dimensions);
  for (let i = 0; i < count; i++) {
    const point = points[i]!;
    if (point.length !== dimensions) {
      throw new AnalysisError(
        'RNP_ANALYSIS_POINTS',
        `has ${point.length} numbers, and ${path}[0] has ${dimensions}; give all points as many`,
        `${path}[${i}]`,
      );
    }
    for (let d = 0; d < dimensions; d++) {
      const value = point[d]!;
      if (!Number.isFinite(value)) {
        throw new AnalysisError(
          'RNP_ANALYSIS_POINTS',
          `is ${value}; give finite numbers, and see what made it`,
          `${path}[${i}][${d}]`,
        );
      }
      data[i * dimensions + d] = value;
    }
  }
  return { data, count, dimensions };
}

/** Squared Euclidean distance of two rows of a block. */
export function squaredDistance({ data, dimensions }: PointBlock, a: number, b: number): number {
  let sum = 0;
  for (let d = 0; d < dimensions; d++) {
    const difference = data[a * dimensions + d]! - data[b * dimensions + d]!;
    sum += difference * difference;
  }
  return sum;
}
