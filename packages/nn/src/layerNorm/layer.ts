// c entries a row
import * as tf from '@tensorflow/tfjs-core';
import { check } from '../checks.js';
import { EPSILON } from '../epsilon.js';
import type { Parameters, Shapes } from '../parameters.js';
import { expectShape, expectTensor } from '../shapeCheck.js';
import { nnModule } from '../wasm/nnModule.js';
import { plainLayerNorm } from './plain.js';
import { LAYER_NORM } from './wasm.js';

/** gamma, beta [c]. @throws RnpError RNP_CONFIG for a size that is none */
export function layerNormShapes(size: number): Shapes {
  check.wholeNumber('size', size, 1);
  return { gamma: [size], beta: [size] };
}

/** The identity: gamma 1, beta 0. The caller owns them. @throws RnpError RNP_CONFIG */
export function initLayerNorm(size: number): Parameters {
  const { gamma, beta } = layerNormShapes(size);
  return { gamma: tf.ones([...gamma!]), beta: tf.zeros([...beta!]) };
}

/**
 * Layer normalisation over the last axis (Ba et al. 2016): gamma·(x − mean)/√(variance + epsilon) + beta, with the
 * biased variance. A constant row gives beta. elu can follow in the same sweep. On WASM one kernel each way, with analytic
 * gradients.
 *
 * @param x [..., c]
 * @param gamma [c]
 * @param beta [c]
 * @param epsilon added to the variance; > 0
 * @param activation what the result passes through
 * @returns x's shape
 * @throws RnpError RNP_SHAPE
 */
export function layerNorm<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number = EPSILON,
  activation: 'identity' | 'elu' = 'identity',
): T {
  expectTensor('layerNorm.x', x);
  check.number('layerNorm.epsilon', epsilon, Number.MIN_VALUE);
  check.choice('layerNorm.activation', activation, ['identity', 'elu']);
  const c = x.shape.at(-1) ?? 1;
  expectShape('layerNorm.gamma', gamma, [c]);
  expectShape('layerNorm.beta', beta, [c]);
  if (nnModule.ensure()) {
    const attributes = { epsilon, elu: activation === 'elu' ? 1 : 0 };
    return tf.engine().runKernel(LAYER_NORM, { x, gamma, beta }, attributes) as T;
  }
  return plainLayerNorm(x, gamma, beta, epsilon, activation === 'elu') as T;
}
