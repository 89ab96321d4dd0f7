import { linearSumAssignment } from 'linear-sum-assignment';
import { readPoints } from './points.js';

/**
 * The assignment of rows to columns with the largest total gain (the problem that the Hungarian method solves; here Jonker
 * and Volgenant's method, by linear-sum-assignment).
 *
 * @param gains [rows][columns], what each row gains in each column
 * @returns for each row its column; null for rows without one, if there are fewer columns
 * @throws RnpError RNP_ANALYSIS_POINTS, for `gains`
 */
export function assignment(gains: readonly (readonly number[])[]): (number | null)[] {
  const { count, dimensions } = readPoints(gains, 1, 'gains');
  const size = Math.max(count, dimensions);
  // Square, with rows and columns that gain nothing: whoever gets one is left over.
  const square = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => gains[row]?.[column] ?? floorOf(gains)),
  );
  const { rowAssignments } = linearSumAssignment(square, { maximaze: true });
  return Array.from({ length: count }, (_, row) => {
    const column = rowAssignments[row]!;
    return column < dimensions ? column : null;
  });
}

/** Of no influence on who is left over: every assignment of a square has as many of the padding. */
function floorOf(gains: readonly (readonly number[])[]): number {
  return gains[0]![0]!;
}
