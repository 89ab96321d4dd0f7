// b batch
import * as tf from '@tensorflow/tfjs-core';
import { inferTrees } from '../infer/infer.js';
import { meanTerms } from '../infer/meanTerms.js';
import type { Precisions } from '../infer/precisions.js';
import { requireTrees } from '../infer/requireTrees.js';
import { requireImages } from '../inputs.js';
import type { Model } from '../model.js';
import { requireModel } from '../requireModel.js';
import { requireParts } from '../rnp/requireParts.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import { estimatedPrecisions } from './estimatedPrecisions.js';
import {
  type LearnPrecisionsOptions,
  type WholeLearnPrecisionsOptions,
  wholeLearnPrecisionsOptions,
} from './learnPrecisionsOptions.js';
import { boundsOf } from './treeBounds.js';
import { sizesOf, type TreeMoments, treeMoments } from './treeMoments.js';

/** Images that are looked at at once; more need more memory and are no faster. */
const batchSize = 100;

/**
 * Learns how far pixels, states and actions are from what is said of them, level by level: variational EM for the precisions of the generative
 * model that `treeBounds` has. Each round infers a tree of every image with the precisions so far, measures its posterior, and takes the
 * precisions under which the bound of the images is greatest with these posteriors: 1/π is the mean of the posterior's variance and the squared distance.
 * Of the trees alone, without their posteriors' variances, precisions would run away: what is cheap to leave unsaid is inferred as predicted, and
 * so becomes dearer to say. No weight changes.
 *
 * @param images [b, h, w, c] in [0, 1], such as 500 of those that the model has learned from; those held out tell whether the precisions are good
 * @returns precisions for `infer`, `evaluate`, `treeBounds` and `sampleTrees`, those of states and actions one for each level, top first; the same
 *   seed gives the same
 * @throws RnpError RNP_CONFIG for a model without parts or options out of range; RNP_IMAGES, RNP_PARSE_TREE, RNP_WEIGHTS, RNP_DIVERGED as `infer`; the
 *   signal's reason. No tensor is left then
 * @example
 * const precisions = await learnPrecisions(model, trainingImages, { steps: 50 });
 * const { trees } = await infer(model, images, { precisions });
 */
export async function learnPrecisions(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  options: LearnPrecisionsOptions = {},
): Promise<Precisions> {
  requireModel(model);
  requireParts(model.network);
  const { config } = model.network.spec;
  const whole = wholeLearnPrecisionsOptions('options', options, config.childrenPerLevel.length);
  const { rounds, learned, bounds, onProgress } = whole;
  requireImages(images, model.network.imageShape);
  const { start } = whole.infer;
  requireTrees(typeof start === 'string' ? new Array(images.shape[0]) : start, images.shape[0]);
  let { precisions } = bounds;
  for (let round = 1; round <= rounds; round++) {
    const measured = await measuredWith(model, images, whole, precisions);
    const bound = meanTerms(boundsOf(config, measured, precisions));
    precisions = estimatedPrecisions(measured, sizesOf(config), precisions, learned);
    onProgress?.({ round, rounds, precisions, bound });
  }
  return precisions;
}

/** Infers a tree of each image, and measures it. */
async function measuredWith(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  { infer, bounds }: WholeLearnPrecisionsOptions,
  precisions: Precisions,
): Promise<TreeMoments> {
  const { path: _, ...asked } = infer;
  const { start } = asked;
  const all: TreeMoments[] = [];
  for (let from = 0; from < images.shape[0]; from += batchSize) {
    const count = Math.min(batchSize, images.shape[0] - from);
    const some = tf.slice(images, [from, 0, 0, 0], [count, -1, -1, -1]);
    try {
      const begun = typeof start === 'string' ? start : start.slice(from, from + count);
      const { trees } = await inferTrees(model, some, { ...asked, precisions, start: begun });
      all.push(await treeMoments(model, trees, some, { ...bounds, precisions }));
    } finally {
      some.dispose();
    }
  }
  return {
    moments: all.flatMap(({ moments }) => moments),
    deviations: all.flatMap(({ deviations }) => deviations),
  };
}
