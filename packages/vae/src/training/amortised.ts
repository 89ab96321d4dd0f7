// b batch
import * as tf from '@tensorflow/tfjs-core';
import type { Encoding } from '../encoder/encoder.js';
import { foundTree } from '../infer/foundTree.js';
import type { FreeTree, WeightedRnp } from '../infer/freeTree.js';
import type { Precisions } from '../infer/precisions.js';
import { drawnSummands } from './drawnSummands.js';
import { encoderError, nodeErrors } from './foundTerms.js';
import type { LossConfig, Summands } from './lossTerms.js';

/**
 * The trees that `infer` finds of a batch from where the encoder's answers begin. No gradient goes through its steps (variational EM begun
 * by amortised inference: Kim et al. 2018; Marino et al. 2018).
 *
 * @param images [b, h, w, c]
 * @param begun the trees of the encoder's answers, which the descent takes over
 * @returns the caller owns it; no tensor is left if it throws
 */
export function amortisedTree(
  model: WeightedRnp,
  images: tf.Tensor4D,
  begun: FreeTree,
  { inferenceSteps, inferenceRate, beta }: LossConfig,
): FreeTree {
  return foundTree(model, images, begun, {
    steps: inferenceSteps!,
    optimiser: 'adam',
    learningRate: inferenceRate!,
    precisions: precisionsOf(beta),
  });
}

/**
 * The energy whose double is the loss: β weighs all that is not pixels, as it weighs the KL divergence, whose mean² has β/2 before it.
 * With the default β these are the precisions of `infer`.
 */
function precisionsOf(beta: number): Precisions {
  return { pixels: 1, top: beta / 2, states: beta / 2, actions: beta / 2 };
}

/**
 * The loss at found trees: twice their energy, and how far the encoder's answers are from the programs found, all but the pixels by the
 * weight β; with the penalties at what the trees draw.
 *
 * @param images [b, h, w, c]
 * @returns tensors of the caller's `tf.tidy`
 */
export function foundSummands(
  model: WeightedRnp,
  encoding: Encoding,
  images: tf.Tensor4D,
  config: LossConfig,
  tree: FreeTree,
): Summands {
  const { weighted, told, predicted } = drawnSummands(model, encoding, images, config, tree);
  const errors: readonly tf.Scalar[] = [
    tf.mul(nodeErrors(tree, predicted), config.beta / 2),
    tf.mul(encoderError(encoding, tree.program as tf.Tensor2D), config.beta),
  ];
  return { weighted: [...weighted, ...errors], told };
}

/** The loss of one look beside that of found trees, which has counted the norms. */
export function besideFound(config: LossConfig): LossConfig {
  return { ...config, learning: 'backprop', weightNorm: 0 };
}
