import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs a computation that takes gradients. When it throws, what the gradient tape kept for the backward pass is freed:
 * TensorFlow.js does that only at the end of a backward pass that succeeds, and forgets the tape otherwise. Every
 * gradient of these packages is taken within this function.
 *
 * What `compute` has kept by itself (`tf.keep`) is its own to free. Within an outer gradient nothing is freed here, as
 * the outer tape holds what both have kept.
 *
 * @param compute synchronous, as gradients are
 */
export function freeTapeOnThrow<T>(compute: () => T): T {
  const { state } = tf.engine();
  try {
    return compute();
  } catch (error) {
    if (state.gradientDepth === 0 && state.activeTape) {
      for (const { saved } of state.activeTape) tf.dispose(saved ?? []);
      // As after a backward pass; the tape is made anew by the next one.
      (state as { activeTape: unknown }).activeTape = null;
    }
    throw error;
  }
}
