import * as tf from '@tensorflow/tfjs-core';
import { requireImages } from '../inputs.js';
import type { Model } from '../model.js';
import { requirePixelsOf } from '../pixels.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import { bestTrees, type FoundTrees } from './bestTrees.js';
import { clonesOf } from './descentStep.js';
import { lessOnePart, type Taking, takingBegun } from './fewerParts.js';
import { requireLevels, type WholeInferOptions } from './inferOptions.js';
import { requireCosts } from './presence.js';
import { startTree } from './startTree.js';
import { type Walk, walked } from './walk.js';

/** How far a descent is. `best` stays the descent's, and is there until the next is asked for. */
export interface DescentStep {
  readonly step: number;
  readonly best: FoundTrees;
  readonly isLast: boolean;
}

/**
 * Goes down the gradient of the energy from where it begins, step 0, and keeps the best trees of each image. Where parts have to earn their
 * presence, it goes only some steps first, parts that do not are taken away one by one, and what is left goes down all steps.
 *
 * @throws RnpError as `infer`; no tensor is left then, nor when it is left early
 */
export async function* descend(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  options: WholeInferOptions,
): AsyncGenerator<DescentStep, void, undefined> {
  const { steps, signal, presence } = options;
  const { childrenPerLevel } = model.network.spec.config;
  requireLevels(options, childrenPerLevel.length);
  if (presence) requireCosts('options.presence.cost', presence, childrenPerLevel[0]!);
  await requirePixelsOf(images);
  const mayGoOn = (): void => {
    signal?.throwIfAborted();
    requireImages(images, model.network.imageShape);
  };
  mayGoOn();
  const walk: Walk = (of, begin, count) =>
    walked(bestTrees(model, of, begin, { ...options, steps: count }), mayGoOn);
  const first = presence ? presence.before : steps;
  let taking: Taking | undefined;
  try {
    for await (const { at, best } of walk(images, () => startTree(model, images, options), first)) {
      const isEnd = at === first;
      yield { step: at, best, isLast: isEnd && presence === undefined };
      if (isEnd && presence) taking = await takingBegun(images, best, options, presence);
    }
    if (taking === undefined) return;
    let step = first;
    while (taking.trials.length > 0) {
      taking = await lessOnePart(taking, images, walk);
      step += taking.options.steps;
      yield { step, best: taking.found, isLast: false };
    }
    const { tree, presence: left } = taking.found;
    for await (const { at, best } of walk(images, () => ({ tree: clonesOf(tree), presence: left }), steps)) {
      // Where this way down begins has been told.
      if (at > 0 || steps === 0) yield { step: step + at, best, isLast: at === steps };
    }
  } finally {
    tf.dispose([taking?.found.tree, taking?.found.table] as tf.TensorContainer);
  }
}

/** What is read of the best trees after the last step. @throws RnpError as `infer`; what `read` throws */
export async function descended<T>(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  options: WholeInferOptions,
  read: (last: DescentStep) => Promise<T>,
): Promise<T> {
  for await (const now of descend(model, images, options)) {
    if (now.isLast) return await read(now);
  }
  throw new Error('a descent ends with its last step');
}
