import * as tf from '@tensorflow/tfjs-core';
import { levelsOf } from '../encoder/looks.js';
import { requireImages } from '../inputs.js';
import type { Model } from '../model.js';
import { requirePixelsOf } from '../pixels.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import { bestTrees, type FoundTrees } from './bestTrees.js';
import { clonesOf } from './descentStep.js';
import { fewerParts, type Taking, takingBegun } from './fewerParts.js';
import type { WeightedRnp } from './freeTree.js';
import { givenGround } from './givenGround.js';
import { requireLevels, type WholeInferOptions } from './inferOptions.js';
import { requireCosts } from './presence.js';
import { startTree } from './startTree.js';
import { type Walk, walked } from './walk.js';

/** How far a descent is. `best` stays the descent's, and is there until the next is asked for. */
export interface DescentStep {
  readonly step: number;
  readonly best: FoundTrees;
  readonly isLast: boolean;
  /** What draws the trees. */
  readonly drawnBy: WeightedRnp;
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
  const { path, steps, signal, presence } = options;
  const { childrenPerLevel } = model.network.spec.config;
  requireLevels(options, childrenPerLevel.length);
  const freed = levelsOf(options.free, childrenPerLevel.length);
  if (presence) requireCosts(`${path}.presence`, presence, childrenPerLevel, freed);
  await requirePixelsOf(images);
  const mayGoOn = (): void => {
    signal?.throwIfAborted();
    requireImages(images, model.network.imageShape);
  };
  mayGoOn();
  const { ground: known } = options;
  const ground =
    known === undefined
      ? undefined
      : tf.tidy(() => givenGround(model.network, known, images, `${path}.ground`));
  const drawnBy = inFrontOf(model, ground);
  let taking: Taking | undefined;
  const walk: Walk = async function* (of, begin, count, rows) {
    const own = rows && ground && ground.shape[0] > 1 ? rowsOf(ground, rows) : ground;
    try {
      yield* walked(bestTrees(inFrontOf(model, own), of, begin, { ...options, steps: count }), mayGoOn);
    } finally {
      if (own !== ground) own?.dispose();
    }
  };
  const first = presence ? presence.before : steps;
  try {
    if (ground) await requirePixelsOf(ground, `${path}.ground`);
    mayGoOn();
    for await (const { at, best } of walk(images, () => startTree(model, images, options, ground), first)) {
      const isEnd = at === first;
      yield { step: at, best, isLast: isEnd && presence === undefined, drawnBy };
      if (isEnd && presence) taking = await takingBegun(images, best, options, presence);
    }
    if (taking === undefined) return;
    let step = first;
    while (taking.trials.length > 0) {
      taking = await fewerParts(taking, images, walk);
      step += taking.options.steps;
      yield { step, best: taking.found, isLast: false, drawnBy };
    }
    const { tree, presence: left } = taking.found;
    for await (const { at, best } of walk(images, () => ({ tree: clonesOf(tree), presence: left }), steps)) {
      // Where this way down begins has been told.
      if (at > 0 || steps === 0) yield { step: step + at, best, isLast: at === steps, drawnBy };
    }
  } finally {
    tf.dispose([taking?.found.tree, taking?.found.table, ground] as tf.TensorContainer);
  }
}

/** A model in front of a picture; what it owns may have been disposed of when it is asked for. */
function inFrontOf(model: Model<RnpNetwork>, ground: tf.Tensor4D | undefined): WeightedRnp {
  if (ground === undefined) return model;
  return {
    network: model.network,
    get weights() {
      return model.weights;
    },
    ground,
  };
}

function rowsOf(ground: tf.Tensor4D, rows: readonly number[]): tf.Tensor4D {
  return tf.tidy(() => tf.gather(ground, tf.tensor1d([...rows], 'int32')));
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
