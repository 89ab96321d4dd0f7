import { RnpError, shown, unawaited } from '@rnp/errors';
import { createRandom } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { isFloats } from '../inputs.js';
import { requirePixels } from '../pixels.js';
import { seedStreams } from '../seedStreams.js';
import type { BatchImages } from './shownImages.js';
import type { TrainingData } from './trainingData.js';
import type { TrainingConfig } from './trainingSettings.js';

type BatchConfig = Pick<TrainingConfig, 'batchSize' | 'seed'>;

/** Images that a data source gives for a step: to be drawn, and to be seen. */
type Giver = 'batch' | 'seen';

/** Data whose values were in range, by what gave them. */
const inRange: Readonly<Record<Giver, WeakSet<TrainingData>>> = { batch: new WeakSet(), seen: new WeakSet() };

/**
 * The images of a step as values, [b·h·w·c].
 *
 * @throws RnpError RNP_IMAGES when the data source gives anything else, or its first batch has values out of [0, 1]; what it throws itself passes
 */
export function batchValues(
  data: TrainingData,
  step: number,
  { batchSize, seed }: BatchConfig,
  giver: Giver = 'batch',
): Float32Array {
  const values: unknown = unawaited(data[giver]!({ step, batchSize, seed }));
  const [height, width, channels] = data.imageShape;
  const length = batchSize * height * width * channels;
  if (isFloats(values) && values.length === length) {
    // One batch tells grey levels from shares of 1; all of them would be looked at in every step.
    if (!inRange[giver].has(data)) requirePixels(values, batchSize);
    inRange[giver].add(data);
    return values;
  }
  const has = isFloats(values) ? `${values.length} values` : shown(values);
  throw new RnpError(
    'RNP_IMAGES',
    `must be a Float32Array of ${length} values in [0, 1] (${batchSize} images of ${height}×${width}×${channels}), not ${has}`,
    { path: `data.${giver}()` },
  );
}

/** The images of a step that are to be drawn, [b, h, w, c]; the caller owns them. */
export function batchTensor(data: TrainingData, step: number, config: BatchConfig): tf.Tensor4D {
  return tf.tensor4d(batchValues(data, step, config), [config.batchSize, ...data.imageShape]);
}

/** The images of a step, with what is seen of them where the data tells that apart; the caller owns them. */
export function batchImages(data: TrainingData, step: number, config: BatchConfig): BatchImages {
  const drawn = batchTensor(data, step, config);
  if (data.seen === undefined) return drawn;
  try {
    return { drawn, seen: tf.tensor4d(batchValues(data, step, config, 'seen'), drawn.shape) };
  } catch (cause) {
    drawn.dispose();
    throw cause;
  }
}

/** The noise of a step, [b·z]; a function of seed and step alone, so there is no random state to save. */
export function batchNoise(latent: number, step: number, { batchSize, seed }: BatchConfig): Float32Array {
  const random = createRandom(seed, seedStreams.noise, step);
  const values = new Float32Array(batchSize * latent);
  for (let i = 0; i < values.length; i++) values[i] = random.normal();
  return values;
}
