import { glorotUniform } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { Encoder } from '../src/index.js';

/** A small encoder of one's own for images of 10×10, with weights: on the cpu backend convolutions would take most of the time. */
export const tinyEncoder: Encoder = {
  shapes: { 'mean/kernel': [100, 4], 'logVariance/kernel': [100, 4] },
  runningShapes: {},
  init: (random) => ({
    parameters: {
      'mean/kernel': glorotUniform([100, 4], 100, 4, random),
      'logVariance/kernel': glorotUniform([100, 4], 100, 4, random),
    },
    runningStatistics: {},
  }),
  encode: (parameters, _runningStatistics, images) => {
    const flat = tf.reshape(images, [images.shape[0], 100]) as tf.Tensor2D;
    const read = (name: string): tf.Tensor2D => tf.matMul(flat, parameters[`${name}/kernel`] as tf.Tensor2D);
    return { mean: read('mean'), logVariance: read('logVariance'), runningStatistics: {} };
  },
};
