// b batch, m columns of a table of energies, n entries of all tensors of a tree
import type { AdamAttributes } from '@rnp/nn/kernels';
import type * as tf from '@tensorflow/tfjs-core';

// A type, not an interface: attributes need an index signature.
export type DescentAttributes = {
  /** Of each tensor of the tree. */
  readonly rates: readonly number[];
  /** Which of them stay within [-1, 1]. */
  readonly bounded: readonly boolean[];
  /** Null for steps of the plain gradient. */
  readonly adam: AdamAttributes | null;
};

/** The tensors of a step; the first of `values`, `best` and `gradients` is of the same tensor of the tree, and so on. */
export interface DescentTensors<T = tf.Tensor> {
  /** [b, m], where the descent is, and of the best trees. Their first columns decide. */
  readonly table: T;
  readonly least: T;
  readonly values: readonly T[];
  readonly best: readonly T[];
  readonly gradients: readonly T[];
  /** [2·n]: first and then second moments of all tensors, one after the other; null for steps of the plain gradient. */
  readonly moments: T | null;
}

/** What becomes of them. */
export type Descended<T = tf.Tensor> = Pick<DescentTensors<T>, 'least' | 'best' | 'values' | 'moments'>;

/** What a list of inputs holds: table, least, values, best, gradients, moments if there are some. */
export function listed<T>(inputs: readonly T[], { rates, adam }: DescentAttributes): DescentTensors<T> {
  const count = rates.length;
  const part = (i: number): readonly T[] => inputs.slice(2 + i * count, 2 + (i + 1) * count);
  return {
    table: inputs[0]!,
    least: inputs[1]!,
    values: part(0),
    best: part(1),
    gradients: part(2),
    moments: adam && inputs[2 + 3 * count]!,
  };
}
