import * as tf from '@tensorflow/tfjs-core';

/**
 * How many tensors a call leaves behind. The call runs twice, as constants made once on the first call are
 * no leak; what it returns is not disposed.
 */
export async function leakedTensors(call: () => unknown): Promise<number> {
  await call();
  const before = tf.memory().numTensors;
  await call();
  return tf.memory().numTensors - before;
}
