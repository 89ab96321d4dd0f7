import * as tf from '@tensorflow/tfjs-core';
import type { AdamAttributes } from './adamAttributes.js';
import { apart, groupsOf, joined } from './joining.js';

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
function plainAdam(
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

/**
 * Adam's updates of several weights. Those that fit side by side are joined, as each op on a small one takes as long as the call: most weights of
 * a model are vectors. Large ones go one by one, so that only one's intermediate values are there at a time.
 */
export function plainAdamOfAll(
  weights: readonly AdamInputs[],
  factor: tf.Scalar,
  attributes: AdamAttributes,
): readonly AdamTensors[] {
  const updated = new Map<AdamInputs, AdamTensors>();
  for (const group of groupsOf(weights, ({ value }) => value)) {
    const of = (kind: 'value' | 'gradient') => (): tf.Tensor => joined(group.map((weight) => weight[kind]));
    const next = plainAdamOfGroup(of('value'), of('gradient'), group, factor, attributes);
    group.forEach((weight, i) => {
      updated.set(weight, next[i]!);
    });
  }
  return weights.map((weight) => updated.get(weight)!);
}

/**
 * Adam's updates of weights that are joined.
 *
 * @param value gives all weights as one tensor, and `gradient` their gradients
 * @param moments of each weight
 */
export function plainAdamOfGroup(
  value: () => tf.Tensor,
  gradient: () => tf.Tensor,
  moments: readonly Pick<AdamTensors, 'first' | 'second'>[],
  factor: tf.Scalar,
  attributes: AdamAttributes,
): readonly AdamTensors[] {
  const next = tf.tidy(() => {
    const of = (kind: 'first' | 'second'): tf.Tensor => joined(moments.map((weight) => weight[kind]));
    const inputs = { value: value(), gradient: gradient(), first: of('first'), second: of('second') };
    const updated = plainAdam(inputs, factor, attributes);
    const shapes = moments.map(({ first }) => first.shape);
    return (['value', 'first', 'second'] as const).map((kind) => apart(updated[kind], shapes));
  });
  const [values, firsts, seconds] = next as [tf.Tensor[], tf.Tensor[], tf.Tensor[]];
  return moments.map((_, i) => ({ value: values[i]!, first: firsts[i]!, second: seconds[i]! }));
}

/** Σ x² of several tensors, scalars that add up to that of all of them. */
export function plainSumsOfSquares(tensors: readonly tf.Tensor[]): tf.Tensor[] {
  return groupsOf(tensors, (x) => x).map((group) => tf.sum(tf.square(joined(group))));
}

/** Each of several tensors times a scalar. */
export function plainScaled(tensors: readonly tf.Tensor[], factor: tf.Scalar): tf.Tensor[] {
  const scaled = new Map<tf.Tensor, tf.Tensor>();
  for (const group of groupsOf(tensors, (x) => x)) {
    const pieces = apart(
      tf.mul(joined(group), factor),
      group.map(({ shape }) => shape),
    );
    group.forEach((tensor, i) => {
      scaled.set(tensor, pieces[i]!);
    });
  }
  return tensors.map((tensor) => scaled.get(tensor)!);
}
