// b batch, z latent
import { addAll } from '@rnp/backend';
import type { Gather } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { trainingEncoding } from '../encoder/encodingOf.js';
import { type FreeTree, freeTreeOf, type WeightedRnp } from '../infer/freeTree.js';
import type { Network } from '../network.js';
import { samplePosterior } from '../posterior.js';
import { lookAtParts } from '../rnp/lookAtParts.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import type { Weights } from '../weights.js';
import { amortisedTree } from './amortised.js';
import { drawnSummands } from './drawnSummands.js';
import { type LocalTree, localErrors, type Outcome, sweepsOf } from './local.js';
import type { LossConfig } from './lossTerms.js';
import { type BatchImages, shownImages } from './shownImages.js';
import { strictErrors } from './strict.js';

/** Trees that a batch is learned from, and by a local rule the errors at their nodes. */
export type Found = { readonly tree: FreeTree; readonly errors?: FreeTree };

/**
 * What a batch is learned from, where `config.learning` says that it is found: outside of any tape, as no gradient goes through the steps
 * that find it.
 *
 * @param images [b, h, w, c]
 * @param noise [b, z], standard normal
 * @param gather if they are only a share of a batch (`BatchShare`)
 * @returns the caller owns it; no tensor is left if it throws
 */
export function learnedFrom(
  network: Network,
  weights: Weights,
  images: BatchImages,
  noise: tf.Tensor2D,
  config: LossConfig,
  gather: Gather | undefined,
): Found | undefined {
  const { learning = 'backprop' } = config;
  if (learning === 'backprop') return undefined;
  const { drawn } = shownImages(images);
  const model = { network: network as RnpNetwork, weights };
  if (learning === 'local') return tf.tidy(() => localTree(model, drawn, noise, config, gather));
  const begun = tf.tidy(() => {
    // As the step's own pass sees the batch: what it answers there is what inference began with.
    const program = trainingEncoding(network, weights, drawn, gather).mean;
    const { levels } = lookAtParts(network, weights, drawn, program, { training: true, gather });
    return freeTreeOf(model, program, 'all', levels);
  });
  return { tree: amortisedTree(model, drawn, begun, config) };
}

function localTree(
  model: WeightedRnp,
  images: tf.Tensor4D,
  noise: tf.Tensor2D,
  config: LossConfig,
  gather: Gather | undefined,
): LocalTree {
  const { network, weights } = model;
  const encoding = trainingEncoding(network, weights, images, gather);
  const program = samplePosterior(encoding, noise, network.noiseScale);
  // What trees draw does not tell on the norms.
  const drawing = { ...config, weightNorm: 0 };
  const outcome: Outcome = (tree) => {
    const { weighted, predicted } = drawnSummands(model, encoding, images, drawing, tree);
    return { cost: addAll([...weighted]) as tf.Scalar, predicted };
  };
  const { localRule, inferenceSteps, nodePrecision } = config;
  if (localRule === 'strict') {
    return strictErrors(model, program, outcome, { sweeps: inferenceSteps!, precision: nodePrecision! });
  }
  const sweeps = localRule === 'exact' ? sweepsOf(network.spec.config) : inferenceSteps!;
  return localErrors(model, program, outcome, sweeps);
}
