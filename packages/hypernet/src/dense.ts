// n rows, i inputs, o outputs
import * as tf from '@tensorflow/tfjs-core';
import { biasActivation } from './biasActivation.js';
import { checkActivation } from './checks.js';
import { expectShape } from './shapeCheck.js';
import type { Activation } from './stockActivation.js';

/**
 * An ordinary dense layer, f(x·kernel + bias), with the same weights for every row.
 *
 * @param x [n, i]
 * @param kernel [i, o]
 * @param bias [o], or none
 * @returns [n, o]
 * @throws HypernetShapeError
 */
export function dense(
  x: tf.Tensor2D,
  kernel: tf.Tensor,
  bias?: tf.Tensor,
  activation: Activation = 'identity',
): tf.Tensor2D {
  checkActivation('dense.activation', activation);
  expectShape('dense.x', x, ['n', 'i']);
  expectShape('dense.kernel', kernel, [x.shape[1], 'o']);
  if (bias === undefined && activation === 'identity') return tf.matMul(x, kernel as tf.Tensor2D);
  if (bias !== undefined) expectShape('dense.bias', bias, [kernel.shape[1]!]);
  return tf.tidy(() => biasActivation(tf.matMul(x, kernel as tf.Tensor2D), bias, activation));
}
