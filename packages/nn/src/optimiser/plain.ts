import * as tf from '@tensorflow/tfjs-core';
import type { AdamAttributes } from './adamAttributes.js';

/** One weight's tensors, all of one shape. */
export interface AdamTensors {
  readonly value: tf.Tensor;
  readonly first: tf.Tensor;
  readonly second: tf.Tensor;
}

export interface AdamInputs extends AdamTensors {
  readonly gradient: tf.Tensor;
}

/** Adam's update of one weight from TensorFlow.js's own ops: for every backend, and the oracle of the kernel. */
export function plainAdam(
  { value, gradient, first, second }: AdamInputs,
  factor: tf.Scalar,
  { rate, epsilon, beta1, beta2, limit }: AdamAttributes,
): AdamTensors {
  const scaled = tf.mul(gradient, factor);
  const g = Number.isFinite(limit) ? tf.clipByValue(scaled, -limit, limit) : scaled;
  const m = tf.add(tf.mul(first, beta1), tf.mul(g, 1 - beta1));
  const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(g), 1 - beta2));
  const step = tf.div(m, tf.add(tf.sqrt(v), epsilon));
  return { value: tf.sub(value, tf.mul(step, rate)), first: m, second: v };
}

/** Σ x², a scalar. */
export function plainSumOfSquares({ x }: { readonly x: tf.Tensor }): tf.Tensor {
  return tf.sum(tf.square(x));
}
