// b batch
import { type Gather, select } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { Encoding } from '../encoder/encoder.js';
import { trainingEncoding } from '../encoder/encodingOf.js';
import { foundTree } from '../infer/foundTree.js';
import { type FreeTree, unrolledTree, type WeightedRnp } from '../infer/freeTree.js';
import type { Precisions } from '../infer/inferOptions.js';
import type { Network } from '../network.js';
import { drawTrees } from '../rnp/drawTrees.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import type { Weights } from '../weights.js';
import { encoderError, nodeErrors } from './foundTerms.js';
import { type LossConfig, lossTerms, neededBy, type Summands, summands } from './lossTerms.js';

/**
 * The trees that a batch is learned from, where `config.learning` says so: those that `infer` finds from where the encoder's answers
 * begin. No gradient goes through its steps (variational EM begun by amortised inference: Kim et al. 2018; Marino et al. 2018), so that it
 * is called outside of any tape.
 *
 * @param images [b, h, w, c]
 * @param gather if they are only a share of a batch (`BatchShare`)
 * @returns the caller owns it; no tensor is left if it throws
 */
export function learnedFrom(
  network: Network,
  weights: Weights,
  images: tf.Tensor4D,
  { learning, inferenceSteps, inferenceRate, beta }: LossConfig,
  gather: Gather | undefined,
): FreeTree | undefined {
  if (learning !== 'amortised') return undefined;
  // As the step's own pass sees the batch: what it answers there is what inference began with.
  const program = tf.tidy(() => trainingEncoding(network, weights, images, gather).mean);
  try {
    return foundTree({ network: network as RnpNetwork, weights }, images, program, {
      steps: inferenceSteps!,
      learningRate: inferenceRate!,
      precisions: precisionsOf(beta),
    });
  } finally {
    program.dispose();
  }
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
  const { network, weights } = model;
  const { parts = false, innerPatches = false } = neededBy(lossTerms(config));
  const { unrolled, predicted } = unrolledTree(model, tree, { innerPatches });
  const rendering = drawTrees(unrolled, network.spec.config, { parts });
  const { weighted, told } = summands(config, {
    network,
    decoder: select(weights.parameters, 'decoder'),
    encoding,
    decoded: { canvas: rendering.canvas, tree: { config: network.spec.config, unrolled, rendering } },
    images,
  });
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
