// b batch, m blocks: the top program, then the states and then the actions of each level, top first
import type { ParseTree } from '@rnp/recursive-decoder';
import type * as tf from '@tensorflow/tfjs-core';
import type { Precisions } from '../infer/precisions.js';
import { requireTrees, requireWhole } from '../infer/requireTrees.js';
import { checkedTree } from '../infer/startTree.js';
import { noNumber, requireImages } from '../inputs.js';
import type { Model } from '../model.js';
import { requireModel } from '../requireModel.js';
import { requireParts } from '../rnp/requireParts.js';
import type { RnpConfig } from '../rnp/rnpConfig.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import { type Bound, boundOf } from './bound.js';
import {
  type TreeBoundsOptions,
  type WholeTreeBoundsOptions,
  wholeTreeBoundsOptions,
} from './treeBoundsOptions.js';
import { blockPrecisions, sizesOf, type TreeMoments, treeMoments } from './treeMoments.js';

/**
 * A lower bound of ln p(x) of each image, level by level: the model is a hierarchical VAE whose top program comes from N(0, 1/π_top), whose children
 * from normal distributions around what their programs predict of them, after these have read the children placed before, and whose pixels
 * from one around what the tree draws. The posterior of an image is a normal distribution around its tree, with one deviation for each block:
 * the top program, and the states and actions of each level. A deviation is where the bound is greatest along it, 1/s² being the mean
 * curvature of the energy (Opper & Archambeau 2009); whichever it is, the bound is one, but for the noise of the draws.
 *
 * @param trees one for each image, such as `infer` found
 * @param images [b, h, w, c] in [0, 1]
 * @throws RnpError RNP_IMAGES, RNP_PARSE_TREE as `infer`; RNP_CONFIG for a model without parts, or options out of range; RNP_DIVERGED when a bound
 *   is no number; the signal's reason. No tensor is left then
 */
export async function treeBounds(
  model: Model<RnpNetwork>,
  trees: readonly ParseTree[],
  images: tf.Tensor4D,
  options: TreeBoundsOptions = {},
): Promise<readonly Bound[]> {
  requireModel(model);
  requireParts(model.network);
  const { config } = model.network.spec;
  const whole = wholeTreeBoundsOptions('options', options, config.childrenPerLevel.length, model.precisions);
  requireImages(images, model.network.imageShape);
  requireTrees(trees, images.shape[0]);
  for (const [i, tree] of trees.entries())
    requireWhole(
      checkedTree(tree, `trees[${i}]`),
      `trees[${i}]`,
      'a bound counts the numbers of all of them',
    );
  return measuredBounds(model, trees, images, whole);
}

/** The same, of what is checked already: whole trees of the model, and options. @throws RnpError as `treeBounds` */
export async function measuredBounds(
  model: Model<RnpNetwork>,
  trees: readonly ParseTree[],
  images: tf.Tensor4D,
  options: WholeTreeBoundsOptions,
): Promise<readonly Bound[]> {
  const moments = await treeMoments(model, trees, images, options);
  return boundsOf(model.network.spec.config, moments, options.precisions);
}

/** Those of what was measured. @throws RnpError RNP_DIVERGED when one is no number */
export function boundsOf(
  config: RnpConfig,
  { moments, deviations }: TreeMoments,
  precisions: Precisions,
): readonly Bound[] {
  const [blocks, sizes] = [blockPrecisions(config, precisions), sizesOf(config)];
  const bounds = moments.map((row, i) => boundOf(row, deviations[i]!, blocks, sizes));
  if (!bounds.every(({ total }) => Number.isFinite(total))) throw noNumber('a bound');
  return bounds;
}
