import * as tf from '@tensorflow/tfjs-core';
import { requireImages } from '../inputs.js';
import type { Model } from '../model.js';
import { requirePixelsOf } from '../pixels.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import { turnOfTheLoop } from '../turnOfTheLoop.js';
import { type Best, begunAt, bettered, type Descent, moved, tableAndGradients } from './descentStep.js';
import type { WholeInferOptions } from './inferOptions.js';
import { rateShare } from './rate.js';
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
  let now: Descent | undefined;
  let best: Best | undefined;
  try {
    await requirePixelsOf(images);
    now = begunAt(startTree(model, images, options));
    for (let step = 0; step <= steps; step++) {
      signal?.throwIfAborted();
      requireImages(images, model.network.imageShape);
      const { table, gradients } = tableAndGradients(model, images, now.tree, options.precisions);
      try {
        best = bettered(best, now.tree, table);
        if (step < steps) now = moved(now, gradients, options.learningRate * rateShare(step, steps));
      } finally {
        tf.dispose([table, gradients] as tf.TensorContainer);
      }
      yield { step, best };
      await turnOfTheLoop();
    }
  } finally {
    tf.dispose([
      now?.tree,
      now?.state.first,
      now?.state.second,
      best?.tree,
      best?.table,
    ] as tf.TensorContainer);
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
