// n samples, H hidden size, i inputs
import { activate, biasActivation } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { type CellWeights, cellGates, expectCell, rowTimesKernel } from './cellWeights.js';

/**
 * A gated recurrent unit with per-sample weights (Cho et al. 2014, with the reset gate applied after the recurrent
 * product). Gates lie in the order reset, update, candidate, each σ, σ, tanh of its third of kx + kh + b:
 * candidate = tanh(kx + reset·kh + b), h' = (1 − update)·candidate + update·h, kx = x·kernel, kh = h·recurrentKernel.
 *
 * @param h [n, H]
 * @param x [n, i]
 * @param weights recurrentKernel [n, H, 3H], kernel [n, i, 3H], bias [n, 3H]
 * @returns h' [n, H]
 * @throws RnpError RNP_SHAPE
 */
export function gruCell(h: tf.Tensor2D, x: tf.Tensor2D, weights: CellWeights): tf.Tensor2D {
  expectCell('gruCell', h, x, weights, cellGates.gru);
  return tf.tidy(() => {
    const size = h.shape[1];
    const parts = [2 * size, size];
    const fromX = biasActivation(rowTimesKernel(x, weights.kernel), weights.bias, 'identity');
    const fromH = rowTimesKernel(h, weights.recurrentKernel);
    const [gatesX, candidateX] = tf.split(fromX, parts, 1) as [tf.Tensor2D, tf.Tensor2D];
    const [gatesH, candidateH] = tf.split(fromH, parts, 1) as [tf.Tensor2D, tf.Tensor2D];
    const gates = activate(tf.add(gatesX, gatesH) as tf.Tensor2D, 'sigmoid');
    const [reset, update] = tf.split(gates, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const candidate = activate(tf.add(candidateX, tf.mul(reset, candidateH)) as tf.Tensor2D, 'tanh');
    // (1 − update)·candidate + update·h
    return tf.add(candidate, tf.mul(update, tf.sub(h, candidate))) as tf.Tensor2D;
  });
}
