import { addAll } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { checkWeights } from '../checks.js';
import { optimiserModule, SUM_OF_SQUARES } from '../wasm/optimiserKernels.js';
import { requireTraining, type TrainingConfig } from './trainingConfig.js';

/** Keeps the division finite when every gradient is zero. */
const TINY = 1e-6;

/** √Σ g² over all gradients together, 0 of none; a scalar that stays on the backend. @throws ModelError RNP_WEIGHTS for what are no tensors */
export function globalNorm(gradients: readonly tf.Tensor[]): tf.Scalar {
  checkWeights.list('gradients', gradients, (path, gradient) => checkWeights.tensor(path, gradient));
  const squares = (g: tf.Tensor): tf.Tensor =>
    optimiserModule.ensure()
      ? (tf.engine().runKernel(SUM_OF_SQUARES, { x: g }) as tf.Tensor)
      : tf.sum(tf.square(g));
  return tf.tidy(() => tf.sqrt(addAll(gradients.map(squares))) as tf.Scalar);
}

/**
 * What every gradient is to be multiplied with so that their global norm is at most `clipNorm`: a scalar in
 * (0, 1], computed on the backend, so no step waits for a value.
 */
export function clipFactor(norm: tf.Scalar, clipNorm: TrainingConfig['clipNorm']): tf.Scalar {
  checkWeights.tensor('norm', norm, []);
  requireTraining({ clipNorm }, ['clipNorm']);
  return tf.tidy(() => {
    if (clipNorm === null) return tf.scalar(1);
    return tf.minimum(tf.div(clipNorm, tf.add(norm, TINY)), 1) as tf.Scalar;
  });
}

/** `clipFactor` of a norm that is at hand as a number. */
export function clipFactorOf(norm: number, clipNorm: TrainingConfig['clipNorm']): number {
  return clipNorm === null ? 1 : Math.min(clipNorm / (norm + TINY), 1);
}
