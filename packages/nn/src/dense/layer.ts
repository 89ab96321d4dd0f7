// n rows, i inputs, o outputs
import * as tf from '@tensorflow/tfjs-core';
import { biasActivation, hasBiasKernel } from '../activation/layer.js';
import type { Activation } from '../activation/plain.js';
import { check, checkActivation, checkCount } from '../checks.js';
import { glorotUniform } from '../initialise.js';
import type { Parameters, Shapes } from '../parameters.js';
import type { Random } from '../random.js';
import { expectShape } from '../shapeCheck.js';
import { plainDense } from './plain.js';

/** kernel [i, o], bias [o]. @throws RnpError RNP_CONFIG for invalid sizes */
export function denseShapes(inputs: number, outputs: number): Shapes {
  check.wholeNumber('inputs', inputs, 1);
  check.wholeNumber('outputs', outputs, 1);
  return { kernel: [inputs, outputs], bias: [outputs] };
}

/** A Glorot uniform kernel and a bias of zeros. The caller owns them. @throws RnpError RNP_CONFIG, RNP_BACKEND_MISSING */
export function initDense(inputs: number, outputs: number, random: Random): Parameters {
  const { kernel, bias } = denseShapes(inputs, outputs);
  checkCount(inputs > outputs ? 'inputs' : 'outputs', kernel!);
  return { kernel: glorotUniform(kernel!, inputs, outputs, random), bias: tf.zeros([...bias!]) };
}

/**
 * An ordinary dense layer, f(x·kernel + bias), with the same weights for every row.
 *
 * @param x [n, i]
 * @param kernel [i, o]
 * @param bias [o], or none
 * @returns [n, o]
 * @throws RnpError RNP_SHAPE
 */
export function dense(
  x: tf.Tensor2D,
  kernel: tf.Tensor,
  bias?: tf.Tensor,
  activation: Activation = 'identity',
): tf.Tensor2D {
  checkActivation('activation', activation);
  expectShape('x', x, ['n', 'i']);
  expectShape('kernel', kernel, [x.shape[1], 'o']);
  if (bias === undefined && activation === 'identity') return tf.matMul(x, kernel as tf.Tensor2D);
  if (bias !== undefined) expectShape('bias', bias, [kernel.shape[1]!]);
  if (bias !== undefined && activation !== 'sin' && !hasBiasKernel()) {
    return plainDense({ x, kernel, bias }, { activation }) as tf.Tensor2D;
  }
  return tf.tidy(() => biasActivation(tf.matMul(x, kernel as tf.Tensor2D), bias, activation));
}
