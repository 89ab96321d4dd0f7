import * as tf from '@tensorflow/tfjs-core';
import { checkInput, checkSetting } from './checks.js';
import type { Posterior } from './encoder/encoder.js';

/**
 * How the encoder's second output becomes the deviation of z:
 * `variance`: exp(½·logVariance) (the paper); `deviation`: exp(logVariance), as the authors' code has it.
 */
export type PosteriorReading = 'variance' | 'deviation';

const readings: readonly PosteriorReading[] = ['variance', 'deviation'];

/** @throws ModelError RNP_CONFIG unless this is one of the two readings */
export function requirePosteriorReading(path: string, reading: unknown): void {
  checkSetting.choice(path, reading, readings);
}

/** @throws ModelError RNP_IMAGES unless these are the mean and the logVariance of a posterior, of one shape */
export function requirePosterior(path: string, posterior: Posterior): void {
  checkInput.object(path, posterior);
  checkInput.tensor(`${path}.mean`, posterior.mean, ['b', 'z']);
  checkInput.tensor(`${path}.logVariance`, posterior.logVariance, posterior.mean.shape);
}

/**
 * z = mean + deviation·noise (reparameterisation).
 *
 * @param noise [b, z], standard normal
 * @returns [b, z]
 * @throws ModelError RNP_IMAGES for tensors of other shapes, RNP_CONFIG for another reading
 */
export function samplePosterior(
  posterior: Posterior,
  noise: tf.Tensor2D,
  reading: PosteriorReading,
): tf.Tensor2D {
  requirePosterior('posterior', posterior);
  checkInput.tensor('noise', noise, posterior.mean.shape);
  requirePosteriorReading('reading', reading);
  const exponent = reading === 'variance' ? tf.mul(posterior.logVariance, 0.5) : posterior.logVariance;
  return tf.add(posterior.mean, tf.mul(tf.exp(exponent), noise)) as tf.Tensor2D;
}

/**
 * Σ(exp(lv) + mean² − 1 − lv) over the latent axis, one number per image: [b]. It is **twice** the KL
 * divergence to N(0, I); the ½ is folded into β (docs/model.md, *The loss*).
 */
export function doubledKl(posterior: Posterior): tf.Tensor1D {
  requirePosterior('posterior', posterior);
  const { mean, logVariance } = posterior;
  const terms = tf.sub(tf.add(tf.exp(logVariance), tf.square(mean)), tf.add(logVariance, 1));
  return tf.sum(terms, 1) as tf.Tensor1D;
}
