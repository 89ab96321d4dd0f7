// n samples, H hidden size, i inputs
import { activate, biasActivation } from '@rnp/nn';
import { expectShape } from '@rnp/nn/checks';
import * as tf from '@tensorflow/tfjs-core';
import { type CellWeights, cellGates, expectCell, rowTimesKernel } from './cellWeights.js';

/** The state of an LSTM cell: its output and its memory, both [n, H]. */
export interface LstmState {
  readonly h: tf.Tensor2D;
  readonly c: tf.Tensor2D;
}

/**
 * A long short-term memory cell with per-sample weights (Gers et al. 2000, no peepholes). Gates lie in the order input,
 * forget, candidate, output: c' = forget·c + input·candidate, h' = output·tanh(c'); candidate by tanh, gates by σ.
 *
 * @param h [n, H]
 * @param c [n, H]
 * @param x [n, i]
 * @param weights recurrentKernel [n, H, 4H], kernel [n, i, 4H], bias [n, 4H]
 * @throws RnpError RNP_SHAPE
 */
export function lstmCell(h: tf.Tensor2D, c: tf.Tensor2D, x: tf.Tensor2D, weights: CellWeights): LstmState {
  expectCell('lstmCell', h, x, weights, cellGates.lstm);
  expectShape('lstmCell.c', c, h.shape);
  const [next, memory] = tf.tidy(() => {
    const sum = tf.add(
      rowTimesKernel(x, weights.kernel),
      rowTimesKernel(h, weights.recurrentKernel),
    ) as tf.Tensor2D;
    const gates = biasActivation(sum, weights.bias, 'identity');
    const [input, forget, candidate, output] = tf.split(gates, 4, 1) as tf.Tensor2D[];
    const written = tf.mul(activate(input!, 'sigmoid'), activate(candidate!, 'tanh'));
    const kept = tf.add(tf.mul(activate(forget!, 'sigmoid'), c), written) as tf.Tensor2D;
    return [tf.mul(activate(output!, 'sigmoid'), activate(kept, 'tanh')) as tf.Tensor2D, kept];
  }) as [tf.Tensor2D, tf.Tensor2D];
  return { h: next, c: memory };
}
