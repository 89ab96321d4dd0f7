// c entries a row
import * as tf from '@tensorflow/tfjs-core';
import { check } from './checks.js';
import { expectShape, expectTensor } from './shapeCheck.js';
import { hypernetModule } from './wasm/hypernetModule.js';
import { LAYER_NORM } from './wasm/layerNormKernels.js';

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
 * @throws HypernetShapeError
 */
export function layerNorm<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon = 1e-5,
  activation: 'identity' | 'elu' = 'identity',
): T {
  expectTensor('layerNorm.x', x);
  check.number('layerNorm.epsilon', epsilon, Number.MIN_VALUE);
  check.choice('layerNorm.activation', activation, ['identity', 'elu']);
  const c = x.shape.at(-1) ?? 1;
  expectShape('layerNorm.gamma', gamma, [c]);
  expectShape('layerNorm.beta', beta, [c]);
  if (hypernetModule.ensure()) {
    const attributes = { epsilon, elu: activation === 'elu' ? 1 : 0 };
    return tf.engine().runKernel(LAYER_NORM, { x, gamma, beta }, attributes) as T;
  }
  return tf.tidy(() => {
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const variance = tf.mean(tf.mul(centred, centred), -1, true);
    const unit = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
    const result = tf.add(tf.mul(unit, gamma), beta);
    return activation === 'elu' ? tf.elu(result) : result;
  }) as T;
}
