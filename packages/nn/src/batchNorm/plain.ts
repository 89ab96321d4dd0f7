// c channels, n rows (b·h·w). The passes of passes.ts from TensorFlow.js's own ops.
import * as tf from '@tensorflow/tfjs-core';
import type { Moments } from './moments.js';

/** [n, c] whatever the rank. */
function rowsOf(x: tf.Tensor): tf.Tensor2D {
  return tf.reshape(x, [-1, x.shape.at(-1)!]);
}

/** Σ over the rows, [1, c]: a product with ones, as a reduction over leading axes would transpose first. */
function sumRows(x: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(tf.ones([1, x.shape[0]]), x);
}

function readMoments(moments: Moments): {
  readonly count: tf.Tensor;
  readonly mean: tf.Tensor;
  readonly m2: tf.Tensor;
} {
  const c = (moments.size - 1) / 2;
  const [count, mean, m2] = tf.split(moments, [1, c, c]);
  return { count: count!, mean: mean!, m2: m2! };
}

/** m and its scale 1/√(variance + ε). */
function standardise(
  x: tf.Tensor,
  moments: Moments,
  epsilon: number,
): { readonly m: tf.Tensor; readonly scale: tf.Tensor } {
  const { count, mean, m2 } = readMoments(moments);
  const scale = tf.rsqrt(tf.add(tf.div(m2, count), epsilon));
  return { m: tf.mul(tf.sub(rowsOf(x), mean), scale), scale };
}

function upstream(dy: tf.Tensor, y: tf.Tensor | undefined): tf.Tensor2D {
  const g = rowsOf(dy);
  // Not tf.step, which tfjs-node puts together from half a dozen operations.
  return y === undefined ? g : tf.mul(g, tf.cast(tf.greater(rowsOf(y), 0), 'float32'));
}

export function plainBatchMoments({ x }: { readonly x: tf.Tensor }): Moments {
  const rows = rowsOf(x);
  const mean = tf.div(sumRows(rows), rows.shape[0]);
  const m2 = sumRows(tf.square(tf.sub(rows, mean)) as tf.Tensor2D);
  return tf.concat1d([tf.tensor1d([rows.shape[0]]), tf.reshape(mean, [-1]), tf.reshape(m2, [-1])]);
}

export function plainJoinMoments({ moments }: { readonly moments: tf.Tensor2D }): Moments {
  const c = (moments.shape[1] - 1) / 2;
  const [counts, means, m2s] = tf.split(moments, [1, c, c], 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const count = tf.sum(counts, 0);
  const mean = tf.div(tf.sum(tf.mul(counts, means), 0), count);
  const between = tf.mul(counts, tf.square(tf.sub(means, mean)));
  return tf.concat([count, mean, tf.sum(tf.add(m2s, between), 0)]) as Moments;
}

export function plainRunningAverages(
  old: { readonly moments: Moments; readonly mean: tf.Tensor; readonly variance: tf.Tensor },
  { keep }: { readonly keep: number },
): tf.Tensor2D {
  const batch = readMoments(old.moments);
  const divisor = tf.maximum(tf.sub(batch.count, 1), 1);
  const mix = (before: tf.Tensor, own: tf.Tensor): tf.Tensor =>
    tf.add(tf.mul(before, keep), tf.mul(own, 1 - keep));
  return tf.stack([mix(old.mean, batch.mean), mix(old.variance, tf.div(batch.m2, divisor))]) as tf.Tensor2D;
}

export function plainBatchNorm(
  inputs: {
    readonly x: tf.Tensor;
    readonly moments: Moments;
    readonly gamma: tf.Tensor;
    readonly beta: tf.Tensor;
    readonly residual: tf.Tensor | undefined;
  },
  { epsilon, relu }: { readonly epsilon: number; readonly relu: boolean },
): tf.Tensor {
  const { x, moments, gamma, beta, residual } = inputs;
  const affine = tf.reshape(tf.add(tf.mul(standardise(x, moments, epsilon).m, gamma), beta), x.shape);
  const sum = residual ? tf.add(affine, residual) : affine;
  return relu ? tf.relu(sum) : sum;
}

export function plainBatchNormSums(
  {
    dy,
    x,
    moments,
    y,
  }: {
    readonly dy: tf.Tensor;
    readonly x: tf.Tensor;
    readonly moments: Moments;
    readonly y: tf.Tensor | undefined;
  },
  { epsilon }: { readonly epsilon: number },
): tf.Tensor1D {
  const g = upstream(dy, y);
  const products = tf.mul(g, standardise(x, moments, epsilon).m) as tf.Tensor2D;
  return tf.reshape(tf.concat([sumRows(g), sumRows(products)], 1), [-1]);
}

export function plainBatchNormGradX(
  inputs: {
    readonly dy: tf.Tensor;
    readonly x: tf.Tensor;
    readonly moments: Moments;
    readonly y: tf.Tensor | undefined;
    readonly gamma: tf.Tensor;
    readonly sums: tf.Tensor1D;
  },
  { epsilon, residual }: { readonly epsilon: number; readonly residual: boolean },
): tf.Tensor[] {
  const { dy, x, moments, y, gamma, sums } = inputs;
  const g = upstream(dy, y);
  const { m, scale } = standardise(x, moments, epsilon);
  const { count } = readMoments(moments);
  const [sum, product] = tf.split(tf.div(sums, count), 2) as [tf.Tensor, tf.Tensor];
  const centred = tf.sub(tf.sub(g, sum), tf.mul(m, product));
  const gradient = tf.reshape(tf.mul(centred, tf.mul(gamma, scale)), x.shape);
  return residual ? [gradient, tf.reshape(g, x.shape)] : [gradient];
}
