// b batch, n programs of a level, t children, z latent
import { select } from '@rnp/nn';
import type { InferredLevel } from '@rnp/recursive-decoder';
import type * as tf from '@tensorflow/tfjs-core';
import type { Encoding } from '../encoder/encoder.js';
import { type FreeTree, unrolledTree, type WeightedRnp } from '../infer/freeTree.js';
import { drawTrees } from '../rnp/drawTrees.js';
import { type LossConfig, lossTerms, neededBy, type Summands, summands } from './lossTerms.js';

/**
 * The terms of the loss at what given trees draw, and what their programs predict of their children.
 *
 * @param images [b, h, w, c]
 * @returns tensors of the caller's `tf.tidy`
 */
export function drawnSummands(
  model: WeightedRnp,
  encoding: Encoding,
  images: tf.Tensor4D,
  config: LossConfig,
  tree: FreeTree,
): Summands & { readonly predicted: readonly InferredLevel[] } {
  const { network, weights } = model;
  const { parts = false, innerPatches = false } = neededBy(lossTerms(config));
  const { unrolled, predicted } = unrolledTree(model, tree, { innerPatches });
  const rendering = drawTrees(unrolled, network.spec.config, { parts });
  // What children depart from their programs is weighed by those who found them.
  const drawn = { config: network.spec.config, unrolled, rendering, predicted: [] };
  const decoded = { canvas: rendering.canvas, tree: drawn };
  const decoder = select(weights.parameters, 'decoder');
  const program = tree.program as tf.Tensor2D;
  return { ...summands(config, { network, decoder, encoding, program, decoded, images }), predicted };
}
