// n points of a reference, k neighbours, d dimensions
import type { PointBlock } from './points.js';

/** Neighbours of one point, the nearest first. */
export interface Neighbours {
  /** Positions in the reference, [k]. */
  readonly indices: Int32Array;
  /** Squared Euclidean distances, [k]. */
  readonly squares: Float64Array;
}

/**
 * The k points of a reference that are nearest to a point: all are compared, so none is missed. Of equally near ones the first
 * counts as nearer.
 *
 * @param point [d]
 * @param count k, at most n
 */
export function nearest(reference: PointBlock, point: ArrayLike<number>, count: number): Neighbours {
  const { data, dimensions } = reference;
  const indices = new Int32Array(count).fill(-1);
  const squares = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  for (let i = 0, at = 0; i < reference.count; i++, at += dimensions) {
    let square = 0;
    for (let d = 0; d < dimensions; d++) {
      const difference = data[at + d]! - point[d]!;
      square += difference * difference;
    }
    if (indices[count - 1] !== -1 && square >= squares[count - 1]!) continue;
    let place = count - 1;
    while (place > 0 && (indices[place - 1] === -1 || squares[place - 1]! > square)) {
      squares[place] = squares[place - 1]!;
      indices[place] = indices[place - 1]!;
      place--;
    }
    squares[place] = square;
    indices[place] = i;
  }
  return { indices, squares };
}
