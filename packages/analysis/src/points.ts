// n points, d dimensions
import { RnpError, shown } from '@rnp/errors';

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
 * @throws RnpError RNP_ANALYSIS_POINTS for fewer than `min` points, ragged rows, values that are not finite, and points so far
 *   apart that sums of their squared distances are not
 */
export function readPoints(points: Points, min = 1, path = 'points'): PointBlock {
  if (!isListLike(points)) {
    throw new RnpError('RNP_ANALYSIS_POINTS', `is ${shown(points)}; give a list of points`, { path });
  }
  const count = points.length;
  if (count < min) {
    throw new RnpError('RNP_ANALYSIS_POINTS', `there are ${count}; give at least ${min}`, { path });
  }
  const first = points[0]!;
  const dimensions = isListLike(first) ? first.length : 0;
  if (dimensions < 1) {
    throw new RnpError('RNP_ANALYSIS_POINTS', `is ${shown(first)}; give a list of numbers`, {
      path: `${path}[0]`,
    });
  }
  const data = new Float64Array(count * dimensions);
  for (let i = 0; i < count; i++) {
    const point = points[i]!;
    const size = isListLike(point) ? point.length : 0;
    if (size !== dimensions) {
      throw new RnpError(
        'RNP_ANALYSIS_POINTS',
        `has ${size} numbers, and ${path}[0] has ${dimensions}; give all points as many`,
        { path: `${path}[${i}]` },
      );
    }
    for (let d = 0; d < dimensions; d++) {
      const value = point[d]!;
      if (!Number.isFinite(value)) {
        throw new RnpError(
          'RNP_ANALYSIS_POINTS',
          `is ${shown(value)}; give finite numbers, and see what made it`,
          { path: `${path}[${i}][${d}]` },
        );
      }
      data[i * dimensions + d] = value;
    }
  }
  const block = { data, count, dimensions };
  requireDistances(block, path);
  return block;
}

/** Whether this has places that can be counted: a list, or an array of numbers. */
export function isListLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

/**
 * Sees that distances, variances and sums of points are numbers, wherever in the space they lie.
 *
 * @param beside points of the same space that these are compared with
 * @throws RnpError RNP_ANALYSIS_POINTS naming the farthest point
 */
export function requireDistances(block: PointBlock, path: string, beside: PointBlock = block): void {
  const { data, count, dimensions } = block;
  const all = count + beside.count;
  let [squares, widest, far] = [0, -1, 0];
  for (let d = 0; d < dimensions; d++) {
    let [low, high, farthest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, d];
    for (const { data: values } of [beside, block]) {
      for (let at = d; at < values.length; at += dimensions) {
        low = Math.min(low, values[at]!);
        high = Math.max(high, values[at]!);
      }
    }
    for (let at = d; at < data.length; at += dimensions) {
      if (Math.abs(data[at]!) > Math.abs(data[farthest]!)) farthest = at;
    }
    const span =
      all * Math.max(Math.abs(low), Math.abs(high)) === Number.POSITIVE_INFINITY
        ? Number.POSITIVE_INFINITY
        : high - low;
    squares += span ** 2;
    if (span > widest) [widest, far] = [span, farthest];
  }
  if (Number.isFinite(4 * all * squares)) return;
  throw new RnpError(
    'RNP_ANALYSIS_POINTS',
    'lies so far away that distances to it are no numbers; make the points smaller',
    { path: `${path}[${Math.floor(far / dimensions)}]` },
  );
}

/** One of the points, in place. */
export function rowOf({ data, dimensions }: PointBlock, index: number): Float64Array {
  return data.subarray(index * dimensions, (index + 1) * dimensions);
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
