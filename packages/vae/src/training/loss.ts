import { type Gather, type Parameters, select } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { decodedBy } from '../decodedBy.js';
import { trainingEncoding } from '../encoder/encodingOf.js';
import { requireImages, requirePrograms } from '../inputs.js';
import type { Network } from '../network.js';
import { samplePosterior } from '../posterior.js';
import { requireWeights } from '../requireWeights.js';
import type { Weights } from '../weights.js';
import { isOff, type LossConfig, type LossInputs, lossTerms, neededBy, termNames } from './lossTerms.js';
import { requireTraining } from './trainingConfig.js';

/** What the loss of one worker's share of a batch needs to know of the whole; shares' losses add up to the batch's. */
export interface BatchShare {
  /** Images of the whole batch. */
  readonly batch: number;
  /** Workers, each with a share. */
  readonly workers: number;
  readonly gather: Gather;
}

/** What is reported of a batch, in the order of `Loss.terms`. All but `norm` are per image. */
export const lossTermNames: readonly string[] = Object.freeze(['loss', ...termNames]);

/** What is reported of a step. */
export const reportNames: readonly string[] = Object.freeze([...lossTermNames, 'gradientNorm']);

export interface Loss {
  /** What is differentiated. */
  readonly total: tf.Scalar;
  /** [6], `lossTermNames`: total; Σ squared error; the KL in nats, without β; the weighted penalties. */
  readonly terms: tf.Tensor1D;
  /** New running averages of the encoder. */
  readonly runningStatistics: Parameters;
}

/**
 * The loss of docs/model.md, *The loss*:
 * Σ (canvas − image)² + β·KL + overlap + patch term + λ(‖H_state‖ + ‖H_policy‖),
 * averaged over the batch or summed. λ is meant against the sum, so it is divided by the batch size for the mean.
 *
 * @param parameters all weights, `encoder/…` and the decoder's
 * @param images [b, h, w, c] in [0, 1]; values are not looked at, as that would wait for the backend
 * @param noise [b, z], standard normal
 * @param share given where `images` is only a share of a batch: terms are this share's part of the whole batch's
 * @throws RnpError RNP_WEIGHTS naming a weight that does not fit the network, RNP_IMAGES for images or noise of other
 *   shapes, RNP_CONFIG naming a setting that is out of range, RNP_SHAPE naming what an encoder or a decoder of your own answers in another shape
 */
export function lossOf(
  network: Network,
  parameters: Parameters,
  runningStatistics: Parameters,
  images: tf.Tensor4D,
  noise: tf.Tensor2D,
  config: LossConfig,
  share?: BatchShare,
): Loss {
  const weights = { parameters, runningStatistics };
  requireLoss(network, weights, images, noise, config);
  return checkedLoss(network, weights, images, noise, config, share);
}

/** The same of what `requireLoss` has seen. */
export function checkedLoss(
  network: Network,
  weights: Weights,
  images: tf.Tensor4D,
  noise: tf.Tensor2D,
  config: LossConfig,
  share: BatchShare | undefined,
): Loss {
  const batch = share?.batch ?? images.shape[0];
  const encoding = trainingEncoding(network, weights, images, share?.gather);
  const program = samplePosterior(encoding, noise, network.noiseScale);
  const decoder = select(weights.parameters, 'decoder');
  // All workers have the same weights, whose norm counts once.
  const weightNorm = config.weightNorm / (share?.workers ?? 1);
  const terms = lossTerms({ ...config, weightNorm });
  const decoded = decodedBy(network, decoder, program, neededBy(terms));
  const seen: LossInputs = { network, decoder, encoding, decoded, images };
  const zero = tf.scalar(0);
  const values = terms.map((term) => (isOff(term) ? zero : term.of(seen)));
  const weighted = terms.map(({ weight }, i) =>
    weight === 1 || values[i] === zero ? values[i]! : tf.mul(values[i]!, weight),
  );
  const told = terms.map((term, i) => (term.told === 'plain' ? values[i]! : weighted[i]!));

  const summed = tf.addN(weighted);
  const total = (config.reduction === 'mean' ? tf.div(summed, batch) : summed) as tf.Scalar;
  const perImage = tf.div(tf.stack([summed, ...told]), batch) as tf.Tensor1D;
  return { total, terms: perImage, runningStatistics: encoding.runningStatistics };
}

/** @throws RnpError as `lossOf` */
export function requireLoss(
  network: Network,
  weights: Weights,
  images: tf.Tensor4D,
  noise: tf.Tensor2D,
  config: LossConfig,
): void {
  requireWeights('weights', weights, network);
  requireImages(images, network.imageShape);
  requirePrograms('noise', noise, network.latent, images.shape[0]);
  requireTraining(config, ['reduction', 'beta', 'weightNorm', 'patchWeight', 'overlap']);
}
