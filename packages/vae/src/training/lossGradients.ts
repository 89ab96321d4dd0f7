import type { Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../network.js';
import type { Weights } from '../weights.js';
import { isFrozen } from './frozenParameters.js';
import { learnedFrom } from './learnedFrom.js';
import { type BatchShare, checkedLoss, requireLoss } from './loss.js';
import type { GradientConfig } from './lossTerms.js';
import type { BatchImages } from './shownImages.js';
import { requireTraining } from './trainingConfig.js';

/** Gradients of the loss. The caller owns all tensors. */
export interface LossGradients {
  /** By the names of the weights; null for a frozen weight, or one that the loss does not depend on. */
  readonly gradients: Readonly<Record<string, tf.Tensor | null>>;
  /** [8], as `Loss.terms`. */
  readonly terms: tf.Tensor1D;
  /** The encoder's new running averages. */
  readonly runningStatistics: Parameters;
}

/**
 * The gradient of the loss for every weight that is not frozen. Nothing is copied to JavaScript, and no
 * tensor is left if it throws.
 *
 * @param images [b, h, w, c] in [0, 1]; the values are not checked, as that would wait for the backend
 * @param noise [b, z], standard normal
 * @param share if `images` is only a share of a batch (`lossOf`)
 * @throws RnpError as `lossOf`
 */
export function lossGradients(
  network: Network,
  weights: Weights,
  images: BatchImages,
  noise: tf.Tensor2D,
  config: GradientConfig,
  share?: BatchShare,
): LossGradients {
  requireLoss(network, weights, images, noise, config);
  const { parameters } = weights;
  const { frozen = [] } = config;
  requireTraining({ frozen }, ['frozen']);
  const trained = Object.entries(parameters).filter(([name]) => !isFrozen(name, frozen));
  const found = learnedFrom(network, weights, images, noise, config, share?.gather);
  // The tape's scope ends with the function it records; what is reported and carried on must outlive it.
  const kept: tf.Tensor[] = [];
  const keep = <T extends tf.Tensor>(tensor: T): T => {
    kept.push(tensor);
    return tf.keep(tensor);
  };
  // Averages that are as they were stay the caller's.
  const given = new Set(Object.values(weights.runningStatistics));
  let terms: tf.Tensor1D | undefined;
  const running: Record<string, tf.Tensor> = {};
  const scope = tf.engine();
  scope.startScope('lossGradients');
  try {
    const { grads } = scope.gradients(
      () => {
        const loss = checkedLoss(network, weights, images, noise, config, share, found);
        terms = keep(loss.terms);
        for (const [name, value] of Object.entries(loss.runningStatistics))
          running[name] = keep(given.has(value) ? tf.clone(value) : value);
        return loss.total;
      },
      trained.map(([, value]) => value),
      undefined,
      true,
    );
    const gradients: Record<string, tf.Tensor | null> = {};
    for (const name of Object.keys(parameters)) gradients[name] = null;
    for (const [i, [name]] of trained.entries()) gradients[name] = grads[i] ? tf.keep(grads[i]) : null;
    return { gradients, terms: terms!, runningStatistics: running };
  } catch (error) {
    tf.dispose(kept);
    throw error;
  } finally {
    tf.dispose(found as tf.TensorContainer);
    scope.endScope();
  }
}
