import { RnpError, shown } from '@rnp/errors';

/** Smaller determinants count as this much (with their sign) when a matrix is inverted. */
export const smallestDeterminant = 1e-8;

/**
 * The matrix of one action for plain numbers; the same as `affineMatrix`, in float64.
 *
 * **Convention**: output frame -> patch frame, both in [-1, 1], corners on pixel centres, x right, y down.
 *
 * @param action scaleX, rotation, shear, scaleY, translateX, translateY, each in [-1, 1]
 * @param scaleOffset added to both scales
 * @returns 2 rows of 3
 * @throws RnpError RNP_SHAPE if these are not six numbers and one number
 */
export function matrixOf(action: readonly number[], scaleOffset: number): number[][] {
  if (!isNumbers(action, 6))
    throw new RnpError('RNP_SHAPE', `must be a list of 6 numbers, not ${shown(action)}`, { path: 'action' });
  if (!isNumbers([scaleOffset], 1))
    throw new RnpError('RNP_SHAPE', `must be a number, not ${shown(scaleOffset)}`, { path: 'scaleOffset' });
  const [scaleX, rotation, shear, scaleY, translateX, translateY] = action as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const sx = scaleX + 1 + scaleOffset;
  const sy = scaleY + 1 + scaleOffset;
  const cos = Math.cos(Math.PI * rotation);
  const sin = Math.sin(Math.PI * rotation);
  return [
    [(cos + shear * sin) * sx, sin * sy, sx * translateX],
    [(shear * cos - sin) * sx, cos * sy, sy * translateY],
  ];
}

/** `p -> second(first(p))` for plain 2 x 3 matrices; the outer frame comes first, as in `composeAffine`. */
export function composeMatrices(
  first: readonly (readonly number[])[],
  second: readonly (readonly number[])[],
): number[][] {
  const [[a, b, c], [d, e, f]] = rowsOf('first', first);
  return rowsOf('second', second).map(([x, y, offset]) => [
    x * a + y * d,
    x * b + y * e,
    x * c + y * f + offset,
  ]);
}

/** The inverse map of a plain 2 x 3 matrix; determinants below 1e-8 are treated as in `inverseAffine`. */
export function invertMatrix(matrix: readonly (readonly number[])[]): number[][] {
  const [[a, b, c], [d, e, f]] = rowsOf('matrix', matrix);
  const determinant = a * e - b * d;
  const small = Math.abs(determinant) < smallestDeterminant;
  const safe = small ? (determinant < 0 ? -smallestDeterminant : smallestDeterminant) : determinant;
  return [
    [e / safe, -b / safe, (b * f - c * e) / safe],
    [-d / safe, a / safe, (c * d - a * f) / safe],
  ];
}

type Row = readonly [number, number, number];
type Rows = readonly [Row, Row];

/** @throws RnpError RNP_SHAPE unless these are two rows of three numbers, which may be infinite */
function rowsOf(path: string, matrix: readonly (readonly number[])[]): Rows {
  const fits =
    Array.isArray(matrix) &&
    matrix.length === 2 &&
    matrix.every((row) => row?.length === 3 && row.every((entry: unknown) => typeof entry === 'number'));
  if (!fits) throw new RnpError('RNP_SHAPE', `must be 2 rows of 3 numbers, not ${shown(matrix)}`, { path });
  return matrix as unknown as Rows;
}

function isNumbers(values: readonly number[], length: number): boolean {
  return Array.isArray(values) && values.length === length && values.every(Number.isFinite);
}
