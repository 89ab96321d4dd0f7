import * as tf from '@tensorflow/tfjs-core';

/**
 * What frees the tensors that a gradient has read, while the backward pass goes on.
 *
 * @param dy the gradients of the op's outputs. One that was made outside this pass is its caller's, and stays
 * @param saved what the op saved: copies of its own
 */
export function freeing(dy: readonly tf.Tensor[], saved: readonly tf.Tensor[]): () => void {
  const pass = tf.engine().state.activeScope?.id;
  return () => {
    tf.dispose(dy.filter(({ scopeId }) => scopeId === pass));
    tf.dispose([...saved]);
  };
}
