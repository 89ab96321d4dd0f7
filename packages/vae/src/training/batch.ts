import { RnpError, shown, unawaited } from '@rnp/errors';
import { createRandom } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { isFloats } from '../inputs.js';
import { requirePixels } from '../pixels.js';
import { seedStreams } from '../seedStreams.js';
import type { TrainingData } from './trainingData.js';
import type { TrainingConfig } from './trainingSettings.js';

type BatchConfig = Pick<TrainingConfig, 'batchSize' | 'seed'>;

/** Data whose values were in range. */
const seen = new WeakSet<TrainingData>();

/**
 * The images of a step as values, [b·h·w·c].
 *
 * @throws RnpError RNP_IMAGES when the data source gives anything else, or its first batch has values out of [0, 1]; what it throws itself passes
 */
export function batchValues(
  data: TrainingData,
  step: number,
  { batchSize, seed }: BatchConfig,
): Float32Array {
  const values: unknown = unawaited(data.batch({ step, batchSize, seed }));
  const [height, width, channels] = data.imageShape;
  const length = batchSize * height * width * channels;
  if (isFloats(values) && values.length === length) {
    // One batch tells grey levels from shares of 1; all of them would be looked at in every step.
    if (!seen.has(data)) requirePixels(values, batchSize);
    seen.add(data);
    return values;
  }
  const has = isFloats(values) ? `${values.length} values` : shown(values);
  throw new RnpError(
    'RNP_IMAGES',
    `must be a Float32Array of ${length} values in [0, 1] (${batchSize} images of ${height}×${width}×${channels}), not ${has}`,
    { path: 'data.batch()' },
  );
}

/** The images of a step, [b, h, w, c]. */
export function batchTensor(data: TrainingData, step: number, config: BatchConfig): tf.Tensor4D {
  return tf.tensor4d(batchValues(data, step, config), [config.batchSize, ...data.imageShape]);
}

/** The noise of a step, [b·z]; a function of seed and step alone, so there is no random state to save. */
export function batchNoise(latent: number, step: number, { batchSize, seed }: BatchConfig): Float32Array {
  const random = createRandom(seed, seedStreams.noise, step);
  const values = new Float32Array(batchSize * latent);
  for (let i = 0; i < values.length; i++) values[i] = random.normal();
  return values;
}
