import * as tf from '@tensorflow/tfjs-core';
import { denseSample } from './denseSample.js';
import { gatherSample } from './gatherSample.js';
import { softSample } from './softSample.js';

/** Where taps are gathered and scattered faster than hat functions are multiplied out. */
const gathering: ReadonlySet<string> = new Set(['cpu', 'tensorflow']);

/** Bilinear sampling from TensorFlow.js's own ops, by the form that suits the backend; arguments as `softSample`. */
export const plainSample: typeof denseSample = (image, matrix, outputShape, frames) => {
  const sample = gathering.has(tf.getBackend()) ? gatherSample : denseSample;
  return softSample(sample, image, matrix, outputShape, frames);
};
