// s entries of a generated tensor, u its output units
import { sizeOf } from '@rnp/nn';

/** How the entries of a generated tensor lie: `rows` times each output unit, `inner` entries for each. A vector is shifted instead, each entry by itself. */
export interface Units {
  readonly rows: number;
  readonly units: number;
  readonly inner: number;
  readonly vector: boolean;
}

/** Of a vector [u], a dense kernel [in, out], a kernel of a transposed convolution [kh, kw, out, in], or what has its units last. */
export function unitLayout(shape: readonly number[]): Units {
  if (shape.length < 2) return { rows: 1, units: sizeOf(shape), inner: 1, vector: true };
  const transposed = shape.length === 4;
  const units = shape.at(transposed ? 2 : -1)!;
  const inner = transposed ? shape[3]! : 1;
  return { rows: sizeOf(shape) / (units * inner), units, inner, vector: false };
}

/** How many gains or shifts a generated tensor has. */
export function unitsOf(shape: readonly number[]): number {
  return unitLayout(shape).units;
}

/** Of several generated tensors side by side. A type, not an interface: attributes need an index signature. */
export type ModulatedAttributes = { readonly layouts: readonly Units[] };
