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

/** What Adam makes of a gradient: its moments, and the way that a weight goes for a rate of 1. */
export function plainWay(
  gradient: tf.Tensor,
  { first, second }: Pick<AdamTensors, 'first' | 'second'>,
  { epsilon, beta1, beta2 }: AdamAttributes,
): Pick<AdamTensors, 'first' | 'second'> & { readonly way: tf.Tensor } {
  const m = tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1));
  const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  return { first: m, second: v, way: tf.div(m, tf.add(tf.sqrt(v), epsilon)) };
}

/** Adam's update of one weight from TensorFlow.js's own ops: for every backend, and the oracle of the kernel. */
export function plainAdam(
  { value, gradient, first, second }: AdamInputs,
  factor: tf.Scalar,
  attributes: AdamAttributes,
): AdamTensors {
  const { rate, limit } = attributes;
  const scaled = tf.mul(gradient, factor);
  const g = Number.isFinite(limit) ? tf.clipByValue(scaled, -limit, limit) : scaled;
  const { way, ...moments } = plainWay(g, { first, second }, attributes);
  return { value: tf.sub(value, tf.mul(way, rate)), ...moments };
}

/** Σ x², a scalar. */
export function plainSumOfSquares({ x }: { readonly x: tf.Tensor }): tf.Tensor {
  return tf.sum(tf.square(x));
}
