// c entries a row
import * as tf from '@tensorflow/tfjs-core';
import { eluGradient } from '../activation/plain.js';

/** Layer normalisation from TensorFlow.js's own ops, for every backend; `elu` follows where asked for. */
export function plainLayerNorm(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
  elu: boolean,
): tf.Tensor {
  const result = tf.add(tf.mul(standardised(x, epsilon).unit, gamma), beta);
  return elu ? tf.elu(result) : result;
}

/**
 * The gradients of `plainLayerNorm`, from what it read and gave.
 *
 * @param y what it gave, of which elu's slope is known: y + 1 where y is below 0, else 1
 */
export function plainLayerNormGradients(
  { dy, x, gamma, y }: Readonly<Record<'dy' | 'x' | 'gamma' | 'y', tf.Tensor>>,
  epsilon: number,
  elu: boolean,
): Readonly<Record<'x' | 'gamma' | 'beta', () => tf.Tensor>> {
  const slope = elu ? eluGradient(dy, y) : dy;
  const { unit, scale } = standardised(x, epsilon);
  return {
    x: () => standardisedGradient(tf.mul(slope, gamma), unit, scale),
    gamma: () => sumOfRows(tf.mul(slope, unit)),
    beta: () => sumOfRows(slope),
  };
}

/** [..., c] → [c] */
function sumOfRows(x: tf.Tensor): tf.Tensor {
  return tf.sum(x.rank === 2 ? x : tf.reshape(x, [-1, x.shape.at(-1)!]), 0);
}

/** Rows with mean 0 and variance 1, and what they were divided by: 1/√(variance + epsilon). */
export function standardised(
  x: tf.Tensor,
  epsilon: number,
): { readonly unit: tf.Tensor; readonly scale: tf.Tensor } {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon));
  return { unit: tf.mul(centred, scale), scale };
}

/** The gradient in `x` of `standardised`, from that in what it gave. */
export function standardisedGradient(dUnit: tf.Tensor, unit: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  const within = tf.add(tf.mean(dUnit, -1, true), tf.mul(unit, tf.mean(tf.mul(dUnit, unit), -1, true)));
  return tf.mul(scale, tf.sub(dUnit, within));
}
