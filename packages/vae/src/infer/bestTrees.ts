import * as tf from '@tensorflow/tfjs-core';
import { type Best, begunAt, bettered, type Descent, moved } from './descentStep.js';
import { energiesOf } from './energies.js';
import type { FreeTree, WeightedRnp } from './freeTree.js';
import type { WholeInferOptions } from './inferOptions.js';
import { rateShare } from './rate.js';

/** How trees are found. */
export type FindOptions = Pick<WholeInferOptions, 'steps' | 'optimiser' | 'learningRate' | 'precisions'>;

/**
 * Goes down the gradient of the energy, one step whenever the next is asked for, and keeps the best tree of each image. Nothing is read from
 * the backend.
 *
 * @param images [b, h, w, c]
 * @param begin makes the tree to start from, which is the descent's from then on
 * @returns the best trees after 0, 1, … `steps` steps; each is there until the next is asked for. No tensor is left after the last one, when
 *   it is left early, or when it throws
 */
export function* bestTrees(
  model: WeightedRnp,
  images: tf.Tensor4D,
  begin: () => FreeTree,
  { steps, optimiser, learningRate, precisions }: FindOptions,
): Generator<Best, void, undefined> {
  let now: Descent | undefined;
  let best: Best | undefined;
  const energies = energiesOf(model);
  try {
    now = begunAt(begin(), optimiser);
    for (let step = 0; step < steps; step++) {
      const { table, gradients } = energies.withGradients(images, now.tree, precisions);
      try {
        best = bettered(best, now.tree, table);
        now = moved(now, gradients, learningRate * rateShare(step, steps));
      } finally {
        tf.dispose([table, gradients] as tf.TensorContainer);
      }
      yield best;
    }
    const last = energies.table(images, now.tree, precisions);
    try {
      best = bettered(best, now.tree, last);
    } finally {
      last.dispose();
    }
    yield best;
  } finally {
    energies.dispose();
    tf.dispose([
      now?.tree,
      now?.state?.first,
      now?.state?.second,
      best?.tree,
      best?.table,
    ] as tf.TensorContainer);
  }
}
