import * as tf from '@tensorflow/tfjs-core';

/**
 * One forward and backward pass from given gradients of the outputs, as autograd takes them: nothing is multiplied
 * and summed to a scalar first, which for large outputs would cost more than what is measured.
 *
 * @param {() => tf.Tensor[]} forward
 * @param {readonly tf.Tensor[]} variables
 * @param {readonly tf.Tensor[]} upstream as many as outputs, of their shapes
 * @returns {(tf.Tensor | null)[]} the gradients of the variables, null where an output does not depend on one
 */
export function gradients(forward, variables, upstream) {
  const seed = tf.customGrad((..._outputs) => ({
    value: tf.scalar(0),
    // The engine disposes of what it is given once it has been added up.
    gradFunc: () => upstream.map((dy) => tf.clone(dy)),
  }));
  return tf.engine().gradients(() => seed(...forward()), [...variables], undefined, true).grads;
}
