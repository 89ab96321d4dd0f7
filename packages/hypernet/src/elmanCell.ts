// n samples, H hidden size, i inputs
import { type Activation, biasActivation } from '@rnp/nn';
import { checkActivation } from '@rnp/nn/checks';
import * as tf from '@tensorflow/tfjs-core';
import { type CellWeights, cellGates, expectCell, rowTimesKernel } from './cellWeights.js';

/**
 * A plain recurrent cell with per-sample weights: h' = f(h·recurrentKernel + x·kernel + bias) (docs/model.md, *One level*).
 *
 * @param h [n, H]
 * @param x [n, i]
 * @param weights recurrentKernel [n, H, H], kernel [n, i, H], bias [n, H]
 * @returns h' [n, H]
 * @throws RnpError RNP_SHAPE
 */
export function elmanCell(
  h: tf.Tensor2D,
  x: tf.Tensor2D,
  weights: CellWeights,
  activation: Activation = 'elu',
): tf.Tensor2D {
  checkActivation('elmanCell.activation', activation);
  expectCell('elmanCell', h, x, weights, cellGates.elman);
  return tf.tidy(() => {
    const sum = tf.add(
      rowTimesKernel(h, weights.recurrentKernel),
      rowTimesKernel(x, weights.kernel),
    ) as tf.Tensor2D;
    return biasActivation(sum, weights.bias, activation);
  });
}
