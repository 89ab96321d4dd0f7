import type * as tf from '@tensorflow/tfjs-core';
import { requireImages } from '../inputs.js';
import type { Model } from '../model.js';
import { requirePixelsOf } from '../pixels.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import { turnOfTheLoop } from '../turnOfTheLoop.js';
import { bestTrees } from './bestTrees.js';
import type { Best } from './descentStep.js';
import { requireLevels, type WholeInferOptions } from './inferOptions.js';
import { startTree } from './startTree.js';

/** How far a descent is. `best` stays the descent's, and is there until the next is asked for. */
export interface DescentStep {
  readonly step: number;
  readonly best: Best;
}

/**
 * Goes down the gradient of the energy from where it begins, step 0, and keeps the best tree of each image.
 *
 * @throws RnpError as `infer`; no tensor is left then, nor when it is left early
 */
export async function* descend(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  options: WholeInferOptions,
): AsyncGenerator<DescentStep, void, undefined> {
  const { steps, signal } = options;
  requireLevels(options, model.network.spec.config.childrenPerLevel.length);
  await requirePixelsOf(images);
  const mayGoOn = (): void => {
    signal?.throwIfAborted();
    requireImages(images, model.network.imageShape);
  };
  mayGoOn();
  let step = 0;
  for (const best of bestTrees(model, images, () => startTree(model, images, options), options)) {
    yield { step, best };
    if (step++ === steps) return;
    await turnOfTheLoop();
    mayGoOn();
  }
}

/** What is read of the best trees after the last step. @throws RnpError as `infer`; what `read` throws */
export async function descended<T>(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  options: WholeInferOptions,
  read: (best: Best) => Promise<T>,
): Promise<T> {
  for await (const { step, best } of descend(model, images, options)) {
    if (step === options.steps) return await read(best);
  }
  throw new Error('a descent ends with its last step');
}
