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

/** Tensors of at most so many entries are joined: of a larger one the work is more than a call. */
const smallSize = 1 << 14;

/**
 * Adam's updates of several weights. The small ones are joined, as each op on them takes as long as the call: most weights of a model are vectors.
 * Large ones go one by one, so that only one's intermediate values are there at a time.
 */
export function plainAdamOfAll(
  weights: readonly AdamInputs[],
  factor: tf.Scalar,
  attributes: AdamAttributes,
): readonly AdamTensors[] {
  const updated = new Map<AdamInputs, AdamTensors>();
  const small = weights.filter(({ value }) => isSmall(value));
  if (small.length > 1) {
    const next = tf.tidy(() => {
      const { value, first, second } = plainAdam(joinedInputs(small), factor, attributes);
      const shapes = small.map((weight) => weight.value.shape);
      return [value, first, second].map((joined) => apart(joined as tf.Tensor1D, shapes));
    });
    const [values, firsts, seconds] = next as [tf.Tensor[], tf.Tensor[], tf.Tensor[]];
    small.forEach((weight, i) => {
      updated.set(weight, { value: values[i]!, first: firsts[i]!, second: seconds[i]! });
    });
  }
  return weights.map(
    (weight) => updated.get(weight) ?? tf.tidy(() => ({ ...plainAdam(weight, factor, attributes) })),
  );
}

function isSmall({ size }: tf.Tensor): boolean {
  return size > 0 && size <= smallSize;
}

function joinedInputs(weights: readonly AdamInputs[]): AdamInputs {
  const of = (kind: keyof AdamInputs): tf.Tensor1D => joined(weights.map((weight) => weight[kind]));
  return { value: of('value'), gradient: of('gradient'), first: of('first'), second: of('second') };
}

function joined(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat(
    tensors.map((tensor) => (tensor.rank === 1 ? tensor : tf.reshape(tensor, [-1]))),
  ) as tf.Tensor1D;
}

/** The tensors that were joined. */
function apart(tensor: tf.Tensor1D, shapes: readonly (readonly number[])[]): tf.Tensor[] {
  const pieces = tf.split(
    tensor,
    shapes.map((shape) => shape.reduce((product, size) => product * size, 1)),
  );
  return pieces.map((piece, i) => (shapes[i]!.length === 1 ? piece : tf.reshape(piece, [...shapes[i]!])));
}

/** Σ x² of each of several tensors, scalars; of the small ones together. */
export function plainSumsOfSquares(tensors: readonly tf.Tensor[]): tf.Tensor[] {
  const small = tensors.filter(isSmall);
  if (small.length < 2) return tensors.map((x) => plainSumOfSquares({ x }));
  const large = tensors.filter((tensor) => !isSmall(tensor));
  return [joined(small), ...large].map((x) => plainSumOfSquares({ x }));
}

/** Σ x², a scalar. */
export function plainSumOfSquares({ x }: { readonly x: tf.Tensor }): tf.Tensor {
  return tf.sum(tf.square(x));
}
