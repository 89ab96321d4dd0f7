import type { Presence } from '@rnp/recursive-decoder';
import type * as tf from '@tensorflow/tfjs-core';
import { type Best, begunAt, bettered, type Descent, freeDescent, stepped } from './descentStep.js';
import { energiesOf } from './energies.js';
import type { FreeTree, WeightedRnp } from './freeTree.js';
import type { WholeInferOptions } from './inferOptions.js';
import { rateShare } from './rate.js';

/** Trees to begin with. */
export interface StartingTrees {
  readonly tree: FreeTree;
  /** Which of their parts are there, all the way down, of all levels; all unless given. */
  readonly presence?: Presence;
}

/** The best trees met, and which of their parts are there. */
export interface FoundTrees extends Best {
  readonly presence?: Presence;
}

/** How trees are found. */
export type FindOptions = Pick<WholeInferOptions, 'steps' | 'optimiser' | 'learningRate' | 'precisions'>;

/**
 * Goes down the gradient of the energy, one step whenever the next is asked for, and keeps the best tree of each image. Nothing is read from
 * the backend.
 *
 * @param images [b, h, w, c]
 * @param begin makes the trees to start from, which are the descent's from then on
 * @returns the best trees after 0, 1, … `steps` steps; each is there until the next is asked for. No tensor is left after the last one, when
 *   it is left early, or when it throws
 */
export function* bestTrees(
  model: WeightedRnp,
  images: tf.Tensor4D,
  begin: () => StartingTrees,
  { steps, optimiser, learningRate, precisions }: FindOptions,
): Generator<FoundTrees, void, undefined> {
  let now: Descent | undefined;
  const energies = energiesOf(model);
  try {
    const { tree, ...of } = begin();
    now = begunAt(tree, optimiser);
    for (let step = 0; step < steps; step++) {
      const found = energies.withGradients(images, now.tree, precisions, of.presence);
      try {
        now = stepped(now, found, learningRate * rateShare(step, steps));
      } finally {
        found.table.dispose();
        for (const name in found.gradients) found.gradients[name]!.dispose();
      }
      yield { ...now.best!, ...of };
    }
    const last = energies.table(images, now.tree, precisions, of.presence);
    try {
      const best = bettered(now.best, now.tree, last);
      now = { ...now, best };
      yield { ...best, ...of };
    } finally {
      last.dispose();
    }
  } finally {
    energies.dispose();
    if (now) freeDescent(now);
  }
}
