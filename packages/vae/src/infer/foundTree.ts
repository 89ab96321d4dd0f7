// b batch, z latent
import * as tf from '@tensorflow/tfjs-core';
import { type Best, begunAt, bettered, type Descent, moved, tableAndGradients } from './descentStep.js';
import { energyTable } from './energy.js';
import { type FreeTree, freeTreeOf, type WeightedRnp } from './freeTree.js';
import type { WholeInferOptions } from './inferOptions.js';
import { rateShare } from './rate.js';

/** What a descent within a training step does. */
export type FindOptions = Pick<WholeInferOptions, 'steps' | 'learningRate' | 'precisions'>;

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
  { steps, learningRate, precisions }: FindOptions,
): FreeTree {
  let now: Descent | undefined;
  let best: Best | undefined;
  try {
    now = begunAt(freeTreeOf(model, program, 'all'));
    for (let step = 0; step < steps; step++) {
      const { table, gradients } = tableAndGradients(model, images, now.tree, precisions);
      try {
        best = bettered(best, now.tree, table);
        now = moved(now, gradients, learningRate * rateShare(step, steps));
      } finally {
        tf.dispose([table, gradients] as tf.TensorContainer);
      }
    }
    const last = energyTable(model, now.tree, images, precisions);
    try {
      best = bettered(best, now.tree, last);
    } finally {
      last.dispose();
    }
    best.table.dispose();
    return best.tree;
  } catch (error) {
    tf.dispose([best?.tree, best?.table] as tf.TensorContainer);
    throw error;
  } finally {
    tf.dispose([now?.tree, now?.state.first, now?.state.second] as tf.TensorContainer);
  }
}
