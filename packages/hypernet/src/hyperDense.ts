// n samples, t rows a sample, i inputs, o outputs
import { type Activation, biasActivation } from '@rnp/nn';
import { checkActivation, expectShape } from '@rnp/nn/checks';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A dense layer in which every sample has its own weights: f(x_n·kernel_n + bias_n). One batched product, no loop.
 *
 * @param x [n, t, i]
 * @param kernel [n, i, o]
 * @param bias [n, o]
 * @returns [n, t, o]
 * @throws RnpError RNP_SHAPE
 */
export function hyperDense(
  x: tf.Tensor3D,
  kernel: tf.Tensor,
  bias: tf.Tensor,
  activation: Activation = 'identity',
): tf.Tensor3D {
  checkActivation('hyperDense.activation', activation);
  expectShape('hyperDense.x', x, ['n', 't', 'i']);
  expectShape('hyperDense.kernel', kernel, [x.shape[0], x.shape[2], 'o']);
  expectShape('hyperDense.bias', bias, [x.shape[0], kernel.shape[2]!]);
  return tf.tidy(() => biasActivation(tf.matMul(x, kernel as tf.Tensor3D), bias, activation));
}
