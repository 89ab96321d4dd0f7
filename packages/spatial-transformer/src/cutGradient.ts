import * as tf from '@tensorflow/tfjs-core';

/**
 * What `compute` makes, as a constant: no gradient flows back through it and nothing inside is kept for one.
 * (TensorFlow.js has no stopGradient; a custom gradient without inputs is off the tape.)
 */
export function cutGradient<T extends tf.Tensor>(compute: () => T): T {
  return tf.customGrad(() => ({ value: compute(), gradFunc: () => [] }))() as T;
}
