import { createRandom } from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import { seedStreams } from '../model.js';
import type { TrainingConfig } from './trainingConfig.js';
import type { TrainingData } from './trainingData.js';

type BatchConfig = Pick<TrainingConfig, 'batchSize' | 'seed'>;

/** The images of a step, [b, h, w, c]. */
export function batchTensor(data: TrainingData, step: number, { batchSize, seed }: BatchConfig): tf.Tensor4D {
  return tf.tensor4d(data.batch({ step, batchSize, seed }), [batchSize, ...data.imageShape]);
}

/** The noise of a step, [b·z]; a function of seed and step alone, so there is no random state to save. */
export function batchNoise(latent: number, step: number, { batchSize, seed }: BatchConfig): Float32Array {
  const random = createRandom(seed, seedStreams.noise, step);
  return Float32Array.from({ length: batchSize * latent }, () => random.normal());
}
