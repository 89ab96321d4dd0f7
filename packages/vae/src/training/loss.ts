import { addAll } from '@rnp/backend';
import { type Gather, type Parameters, select } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { checkInput } from '../checks.js';
import { decodedBy, givenLevels } from '../decodedBy.js';
import { trainingEncoding } from '../encoder/encodingOf.js';
import { requireImages, requirePrograms } from '../inputs.js';
import type { Network } from '../network.js';
import { samplePosterior } from '../posterior.js';
import { requireWeights } from '../requireWeights.js';
import { lookAtParts } from '../rnp/lookAtParts.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import type { Weights } from '../weights.js';
import { besideFound, foundSummands } from './amortised.js';
import { requireLearning } from './checkRun.js';
import { drawnSummands } from './drawnSummands.js';
import { type Found, learnedFrom } from './learnedFrom.js';
import { answeredFor } from './local.js';
import {
  type LossConfig,
  lossTerms,
  type NormOf,
  neededBy,
  type Summands,
  summands,
  termNames,
} from './lossTerms.js';
import { type BatchImages, shownImages } from './shownImages.js';
import { requireTraining } from './trainingConfig.js';

/**
 * The whole batch, for the loss of one worker's share of it. The losses of all shares add up to the batch's.
 */
export interface BatchShare {
  /** Number of images in the whole batch. */
  readonly batch: number;
  /** Number of workers that share it. */
  readonly workers: number;
  /** Gathers values of all workers, so that batch norm sees the whole batch. */
  readonly gather: Gather;
}

/** The terms of the loss in the order of `Loss.terms`. */
export const lossTermNames: readonly string[] = Object.freeze(['loss', ...termNames]);

/** The numbers that are reported of a step. */
export const reportNames: readonly string[] = Object.freeze([...lossTermNames, 'gradientNorm']);

/** The loss of a batch. */
export interface Loss {
  /** The number to differentiate: averaged over the batch or summed, as `reduction` says. */
  readonly total: tf.Scalar;
  /**
   * [9], each divided by the batch size: the total; the summed squared error; the KL in nats, without β; with their
   * weights the penalties overlap, patch and norm, of looked-at parts nodes and glance, and the penalty evenness.
   */
  readonly terms: tf.Tensor1D;
  /** The encoder's new running averages. */
  readonly runningStatistics: Parameters;
}

/**
 * The loss of docs/model.md, *The loss*: Σ (canvas − image)² + β·KL + overlap + evenness + patch term + λ(‖H_state‖ +
 * ‖H_policy‖), and where the encoder looks at parts, what these depart from their programs and the error of the program
 * alone; averaged over the batch or summed. λ applies to the sum; the mean divides it by the batch
 * size, too.
 *
 * @param parameters all weights, `encoder/…` and the decoder's
 * @param images [b, h, w, c] in [0, 1], or those that are seen and those that are drawn; the values are not checked, as that would wait
 *   for the backend
 * @param noise [b, z], standard normal
 * @param share if `images` is only a share of a batch: the terms are then this share's part of the batch's
 * @returns tensors the caller owns
 * @throws RnpError RNP_WEIGHTS naming a weight that does not fit the network; RnpError RNP_IMAGES for images
 *   or noise of other shapes; RnpError RNP_CONFIG naming a setting that is out of range; RnpError RNP_SHAPE
 *   if an encoder or decoder of your own returns another shape
 */
export function lossOf(
  network: Network,
  parameters: Parameters,
  runningStatistics: Parameters,
  images: BatchImages,
  noise: tf.Tensor2D,
  config: LossConfig,
  share?: BatchShare,
): Loss {
  const weights = { parameters, runningStatistics };
  requireLoss(network, weights, images, noise, config);
  return tf.tidy(() => {
    const found = learnedFrom(network, weights, images, noise, config, share?.gather);
    const loss = checkedLoss(network, weights, images, noise, config, share, found);
    return loss as unknown as tf.TensorContainerObject;
  }) as unknown as Loss;
}

interface Learned {
  readonly weighted: readonly tf.Tensor[];
  readonly told: readonly tf.Tensor[];
  /**
   * Of errors at nodes, whose gradient alone counts: what the encoder owes for its program's, and the programs for their children's.
   */
  readonly owed?: tf.Tensor;
}

/**
 * The same of what `requireLoss` has seen, and of what `learnedFrom` found; tensors of the caller's `tf.tidy`.
 *
 * @param norms as `LossInputs.norms`, where nothing was found
 */
export function checkedLoss(
  network: Network,
  weights: Weights,
  images: BatchImages,
  noise: tf.Tensor2D,
  config: LossConfig,
  share: BatchShare | undefined,
  found: Found | undefined,
  norms?: NormOf[],
): Loss {
  const { drawn, seen } = shownImages(images);
  const batch = share?.batch ?? drawn.shape[0];
  const encoding = trainingEncoding(network, weights, seen, share?.gather);
  const decoder = select(weights.parameters, 'decoder');
  const runningStatistics = { ...encoding.runningStatistics };
  const look = (settings: LossConfig): Summands => {
    const program = samplePosterior(encoding, noise, network.noiseScale);
    const looked = lookAtParts(network, weights, seen, program, { training: true, gather: share?.gather });
    Object.assign(runningStatistics, looked.runningStatistics);
    const decoded = decodedBy(network, decoder, program, {
      ...neededBy(lossTerms(settings)),
      ...givenLevels(looked.levels),
    });
    const seenBy = { network, decoder, encoding, program, decoded, images: drawn };
    return summands(settings, norms ? { ...seenBy, norms } : seenBy);
  };
  // All workers have the same weights, whose norm counts once.
  const whole = { ...config, weightNorm: config.weightNorm / (share?.workers ?? 1) };
  const model = { network: network as RnpNetwork, weights };
  const learnedAt = ({ tree, errors }: Found): Learned => {
    if (errors === undefined) {
      const { weighted, told } = foundSummands(model, encoding, drawn, whole, tree);
      const { lookWeight = 0 } = config;
      const beside = lookWeight > 0 ? look(besideFound(whole)).weighted : [];
      return { weighted: [...weighted, ...beside.map((value) => tf.mul(value, lookWeight))], told };
    }
    const { weighted, told, predicted } = drawnSummands(model, encoding, drawn, whole, tree);
    const program = samplePosterior(encoding, noise, network.noiseScale);
    return {
      weighted,
      told,
      owed: tf.add(answeredFor(predicted, errors), tf.sum(tf.mul(errors.program!, program))),
    };
  };
  const { weighted, told, owed }: Learned = found === undefined ? look(whole) : learnedAt(found);
  const summed = addAll(weighted);
  const slope = owed === undefined ? summed : tf.add(summed, owed);
  const total = (config.reduction === 'mean' ? tf.div(slope, batch) : slope) as tf.Scalar;
  const perImage = tf.div(tf.stack([summed, ...told]), batch) as tf.Tensor1D;
  return { total, terms: perImage, runningStatistics };
}

/** @throws RnpError as `lossOf` */
export function requireLoss(
  network: Network,
  weights: Weights,
  images: BatchImages,
  noise: tf.Tensor2D,
  config: LossConfig,
): void {
  requireWeights('weights', weights, network);
  const { drawn, seen } = shownImages(images);
  requireImages(drawn, network.imageShape);
  checkInput.tensor('images.seen', seen, drawn.shape);
  requirePrograms('noise', noise, network.latent, drawn.shape[0]);
  requireTraining(config, ['reduction', 'beta', 'weightNorm', 'patchWeight', 'overlap']);
  const mayBeLeftOut = ['evenness', 'nodeWeight', 'glanceWeight'] as const;
  requireTraining(
    config,
    mayBeLeftOut.filter((name) => config[name] !== undefined),
  );
  requireLearning(network, config, seen !== drawn);
}
