// c entries a row
import * as tf from '@tensorflow/tfjs-core';
import { product } from '../product.js';

/** Rows with mean 0 and variance 1, and what they were divided by: 1/√(variance + epsilon). */
export function standardised(
  x: tf.Tensor,
  epsilon: number,
): { readonly unit: tf.Tensor; readonly scale: tf.Tensor } {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const scale = tf.rsqrt(meanOfRows(tf.square(centred), epsilon));
  return { unit: tf.mul(centred, scale), scale };
}

/** [..., c] → [..., 1], the mean of each row and `more`, by one product. */
function meanOfRows(x: tf.Tensor, more: number): tf.Tensor {
  const c = x.shape.at(-1) ?? 1;
  if (x.rank < 2 || c === 0) return tf.add(tf.mean(x, -1, true), more);
  // Of as many axes as `x`: not every backend extends a matrix.
  const shape = [...Array<number>(x.rank - 2).fill(1), c, 1];
  return product(x, tf.tensor(new Float32Array(c).fill(1 / c), shape), tf.tensor1d([more]));
}

/** The gradient in `x` of `standardised`, from that in what it gave. */
export function standardisedGradient(dUnit: tf.Tensor, unit: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  const within = tf.add(tf.mean(dUnit, -1, true), tf.mul(unit, tf.mean(tf.mul(dUnit, unit), -1, true)));
  return tf.mul(scale, tf.sub(dUnit, within));
}
