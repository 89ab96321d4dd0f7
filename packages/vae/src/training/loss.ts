import { type Gather, globalNorm, type Parameters, select } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { requireImages, requirePrograms } from '../inputs.js';
import type { Weights } from '../model.js';
import type { Network } from '../network.js';
import { klDivergence, samplePosterior } from '../posterior.js';
import { requireWeights } from '../requireWeights.js';
import { requireTraining, type TrainingConfig } from './trainingConfig.js';

/** The options of the training config that shape the loss. */
export type LossConfig = Pick<
  TrainingConfig,
  'reduction' | 'beta' | 'weightNorm' | 'patchWeight' | 'overlap'
>;

/** What the loss of one worker's share of a batch needs to know of the whole; shares' losses add up to the batch's. */
export interface BatchShare {
  /** Images of the whole batch. */
  readonly batch: number;
  /** Workers, each with a share. */
  readonly workers: number;
  readonly gather: Gather;
}

/** Names of the terms, in the order of `LossTerms.terms`. All but `norm` are per image, weights included where there are any. */
export const lossTermNames: readonly string[] = Object.freeze([
  'loss',
  'sse',
  'kl',
  'overlap',
  'patch',
  'norm',
]);

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
 * @throws ModelError RNP_WEIGHTS naming a weight that does not fit the network, RNP_IMAGES for images or noise of other
 *   shapes, RNP_CONFIG naming a setting that is out of range
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
  { parameters, runningStatistics }: Weights,
  images: tf.Tensor4D,
  noise: tf.Tensor2D,
  config: LossConfig,
  share: BatchShare | undefined,
): Loss {
  const batch = share?.batch ?? images.shape[0];
  const encoder = select(parameters, 'encoder');
  const encoding = network.encoder.encode(encoder, runningStatistics, images, true, share?.gather);
  const program = samplePosterior(encoding, noise, network.noiseScale);
  const decoder = select(parameters, 'decoder');
  const drawing = network.decoder.draw(decoder, program, images, config);

  const sse = tf.sum(tf.square(tf.sub(drawing.canvas, images)));
  const kl = tf.sum(klDivergence(encoding));
  const zero = tf.scalar(0);
  const overlap = drawing.overlap ?? zero;
  const patch = drawing.patch ?? zero;
  // All workers have the same weights, whose norm counts once.
  const lambda = config.weightNorm / (share?.workers ?? 1);
  const norm = lambda > 0 ? tf.mul(weightNorms(decoder, network), lambda) : zero;

  const summed = tf.addN([sse, tf.mul(kl, config.beta), overlap, patch, norm]);
  const total = (config.reduction === 'mean' ? tf.div(summed, batch) : summed) as tf.Scalar;
  const perImage = tf.div(tf.stack([summed, sse, kl, overlap, patch, norm]), batch) as tf.Tensor1D;
  return { total, terms: perImage, runningStatistics: encoding.runningStatistics };
}

/** @throws ModelError as `lossOf` */
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

/** Σ over the normed groups of the unsquared L2 norm of all their weights. */
function weightNorms(decoder: Parameters, network: Network): tf.Tensor {
  const norms = network.decoder.normed.map((group) => normOf(Object.values(select(decoder, group))));
  return norms.length === 0 ? tf.scalar(0) : tf.addN(norms);
}

/** √Σ w² over all weights together; its gradient is w/√Σ w². Composed, each weight would be walked seven times. */
function normOf(weights: readonly tf.Tensor[]): tf.Tensor {
  const op = tf.customGrad((...args) => {
    const save = args.pop() as unknown as (tensors: tf.Tensor[]) => void;
    const inputs = args as unknown as tf.Tensor[];
    const value = globalNorm(inputs);
    save([...inputs, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const scale = tf.div(dy, saved.at(-1)!);
        return saved.slice(0, -1).map((weight) => tf.mul(weight, scale));
      },
    };
  });
  return op(...weights);
}
