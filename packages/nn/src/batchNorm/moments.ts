import type * as tf from '@tensorflow/tfjs-core';

/**
 * Moments of a batch, [2c + 1]: the number of rows, each channel's mean, each channel's sum of squared deviations
 * from it. Those of parts of a batch can be joined.
 */
export type Moments = tf.Tensor1D;
