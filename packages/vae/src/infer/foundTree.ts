// b batch, z latent
import type * as tf from '@tensorflow/tfjs-core';
import { bestTrees, type FindOptions } from './bestTrees.js';
import { clonesOf } from './descentStep.js';
import { type FreeTree, freeTreeOf, type WeightedRnp } from './freeTree.js';

/**
 * What `infer` finds of images, all nodes free, at one go: nothing is read from the backend, and nobody can stop it.
 *
 * @param images [b, h, w, c]
 * @param program [b, z], where it begins, with what the program predicts
 * @returns the best tree met of each image; the caller owns it. No tensor is left if it throws
 */
export function foundTree(
  model: WeightedRnp,
  images: tf.Tensor4D,
  program: tf.Tensor2D,
  options: FindOptions,
): FreeTree {
  let step = 0;
  for (const { tree } of bestTrees(
    model,
    images,
    () => ({ tree: freeTreeOf(model, program, 'all') }),
    options,
  )) {
    if (step++ < options.steps) continue;
    return clonesOf(tree);
  }
  throw new Error('a descent ends with its last step');
}
