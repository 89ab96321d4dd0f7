import * as tf from '@tensorflow/tfjs-core';

/** A tensor of the file on the active backend. */
export function tensorOf({ data, shape }) {
  return tf.tensor(data, shape, 'float32');
}

/** Tensors of the file by name. */
export function tensorsOf(entries) {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, tensorOf(entry)]));
}

/**
 * The value of `f` and its gradient in each of its inputs.
 * @param {(inputs: Record<string, tf.Tensor>) => tf.Tensor} f
 * @param {Record<string, tf.Tensor>} inputs
 * @param {tf.Tensor} [upstream] of the value's shape; left out for a scalar
 * @returns {{ value: tf.Tensor, grads: Record<string, tf.Tensor> }}
 */
export function differentiate(f, inputs, upstream) {
  const names = Object.keys(inputs);
  const { value, grads } = tf.valueAndGrads((...tensors) =>
    f(Object.fromEntries(names.map((name, i) => [name, tensors[i]]))),
  )(Object.values(inputs), upstream);
  return { value, grads: Object.fromEntries(names.map((name, i) => [name, grads[i]])) };
}
