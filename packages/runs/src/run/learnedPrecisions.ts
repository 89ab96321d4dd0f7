import { batchOf } from '@rnp/datasets';
import { isRnp, learnPrecisions } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import type { Listener } from '../events.js';
import type { PrecisionFigures } from '../record/precisionFigures.js';
import type { RunEvent } from './events.js';
import type { PreparedRun } from './preparedRun.js';

/**
 * Learns the precisions of a trained run's model from its first training images, as they are without augmentation; the model keeps them.
 *
 * @returns null for a model without parts
 */
export async function learnedPrecisions(
  { model, data: { train }, record }: Pick<PreparedRun, 'model' | 'data' | 'record'>,
  images: number,
  { listen, signal }: { readonly listen: Listener<RunEvent>; readonly signal: AbortSignal },
): Promise<PrecisionFigures | null> {
  if (!isRnp(model)) return null;
  const count = Math.min(images, train.length);
  const pixels = batchOf(
    train,
    Array.from({ length: count }, (_, item) => item),
  );
  const seen = tf.tensor4d(pixels, [count, ...train.imageShape]);
  try {
    const precisions = await learnPrecisions(model, seen, {
      seed: record.training.seed,
      signal,
      onProgress: ({ round, rounds }) => listen({ type: 'precisions', round, rounds }),
    });
    model.precisions = precisions;
    return { images: count, ...precisions };
  } finally {
    seen.dispose();
  }
}
