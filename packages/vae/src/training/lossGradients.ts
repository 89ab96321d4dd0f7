import type { Parameters } from '@rnp/nn';
import type { WeightPenalty } from '@rnp/nn/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../network.js';
import type { Weights } from '../weights.js';
import { isFrozen } from './frozenParameters.js';
import { learnedFrom } from './learnedFrom.js';
import { type BatchShare, checkedLoss, requireLoss } from './loss.js';
import type { GradientConfig, NormOf } from './lossTerms.js';
import { type BatchImages, shownImages } from './shownImages.js';
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

/** The same, but for what penalties on weights add to their gradients. */
export interface PartialGradients extends LossGradients {
  readonly penalties: readonly WeightPenalty[];
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
  return partialGradients(network, weights, images, noise, config, share, false);
}

/**
 * The same; where `apart` is asked for and the loss is of what the encoder itself says, without what the norms of weights add: on a tape that would be an addition
 * for each of them.
 */
export function partialGradients(
  network: Network,
  weights: Weights,
  images: BatchImages,
  noise: tf.Tensor2D,
  config: GradientConfig,
  share: BatchShare | undefined,
  apart: boolean,
): PartialGradients {
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
  const batch = shownImages(images).drawn.shape[0];
  const norms: NormOf[] | undefined = apart && found === undefined ? [] : undefined;
  const scope = tf.engine();
  scope.startScope('lossGradients');
  try {
    const { grads } = scope.gradients(
      () => {
        const loss = checkedLoss(network, weights, images, noise, config, share, found, norms);
        terms = keep(loss.terms);
        for (const { norm } of norms ?? []) keep(norm);
        for (const [name, value] of Object.entries(loss.runningStatistics))
          running[name] = keep(given.has(value) ? tf.clone(value) : value);
        return loss.total;
      },
      trained.map(([, value]) => value),
      undefined,
      true,
    );
    const penalties = (norms ?? []).map((norm) => penaltyOf(norm, Object.keys(parameters), batch, config));
    const penalised = new Set(penalties.flatMap(({ names }) => names));
    const gradients: Record<string, tf.Tensor | null> = {};
    for (const name of Object.keys(parameters)) gradients[name] = null;
    for (const [i, [name, value]] of trained.entries()) {
      const gradient = grads[i] ?? (penalised.has(name) ? tf.zerosLike(value) : null);
      gradients[name] = gradient && tf.keep(gradient);
    }
    for (const { norm } of norms ?? []) norm.dispose();
    return { gradients, terms: terms!, runningStatistics: running, penalties };
  } catch (error) {
    tf.dispose(kept);
    throw error;
  } finally {
    tf.dispose(found as tf.TensorContainer);
    scope.endScope();
  }
}

/** λ/‖w‖ times each weight is the gradient of λ·‖w‖; a mean over the batch divides it, too. */
function penaltyOf(
  { group, norm }: NormOf,
  names: readonly string[],
  batch: number,
  { weightNorm, reduction }: GradientConfig,
): WeightPenalty {
  const start = `decoder/${group}/`;
  const scale = reduction === 'mean' ? weightNorm / batch : weightNorm;
  return { names: names.filter((name) => name.startsWith(start)), factor: tf.keep(tf.div(scale, norm)) };
}
