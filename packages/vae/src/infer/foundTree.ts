// b batch
import type * as tf from '@tensorflow/tfjs-core';
import { bestTrees, type FindOptions } from './bestTrees.js';
import { clonesOf } from './descentStep.js';
import type { FreeTree, WeightedRnp } from './freeTree.js';

/**
 * What `infer` finds of images, all nodes free, at one go: nothing is read from the backend, and nobody can stop it.
 *
 * @param images [b, h, w, c]
 * @param begun where it begins; the descent's from now on
 * @returns the best tree met of each image; the caller owns it. No tensor is left if it throws
 */
export function foundTree(
  model: WeightedRnp,
  images: tf.Tensor4D,
  begun: FreeTree,
  options: FindOptions,
): FreeTree {
  let step = 0;
  for (const { tree } of bestTrees(model, images, () => ({ tree: begun }), options)) {
    if (step++ < options.steps) continue;
    return clonesOf(tree);
  }
  throw new Error('a descent ends with its last step');
}
