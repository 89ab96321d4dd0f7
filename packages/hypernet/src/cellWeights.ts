// n samples, H hidden size, i inputs, g gates
import { RnpError } from '@rnp/errors';
import { expectShape } from '@rnp/nn/checks';
import * as tf from '@tensorflow/tfjs-core';

/** A recurrent cell's generated weights: one gate for Elman cells, three for GRU, four for LSTM, side by side. */
export interface CellWeights {
  /** [n, H, g·H] */
  readonly recurrentKernel: tf.Tensor;
  /** [n, i, g·H] */
  readonly kernel: tf.Tensor;
  /** [n, g·H] */
  readonly bias: tf.Tensor;
}

/** How many gates each kind of cell has. */
export const cellGates: Readonly<Record<'elman' | 'gru' | 'lstm', number>> = Object.freeze({
  elman: 1,
  gru: 3,
  lstm: 4,
});

/** @throws RnpError RNP_SHAPE naming the tensor that does not fit */
export function expectCell(
  cell: string,
  h: tf.Tensor2D,
  x: tf.Tensor2D,
  weights: CellWeights,
  gates: number,
): void {
  if (typeof weights !== 'object' || weights === null) {
    throw new RnpError('RNP_WEIGHTS', `must be recurrentKernel, kernel and bias`, {
      path: `${cell}.weights`,
    });
  }
  expectShape(`${cell}.h`, h, ['n', 'H']);
  const [n, size] = h.shape;
  expectShape(`${cell}.x`, x, [n, 'i']);
  expectShape(`${cell}.recurrentKernel`, weights.recurrentKernel, [n, size, gates * size]);
  expectShape(`${cell}.kernel`, weights.kernel, [n, x.shape[1], gates * size]);
  expectShape(`${cell}.bias`, weights.bias, [n, gates * size]);
}

/** Row vector times each sample's own matrix: x [n, i], kernel [n, i, o] → [n, o]. */
export function rowTimesKernel(x: tf.Tensor2D, kernel: tf.Tensor): tf.Tensor2D {
  const [n, inputs] = x.shape;
  const product = tf.matMul(tf.reshape(x, [n, 1, inputs]), kernel as tf.Tensor3D);
  return tf.reshape(product, [n, kernel.shape[2]!]);
}
