// c entries a row
import type { PlainGradientCall } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { eluGradient } from '../activation/plain.js';

/**
 * Layer normalisation from TensorFlow.js's own ops, for every backend; elu follows where asked for.
 *
 * @returns what `plainLayerNormGradients` keeps beside it
 */
export function plainLayerNorm(
  { x, gamma, beta }: Readonly<Record<'x' | 'gamma' | 'beta', tf.Tensor>>,
  { epsilon, elu }: { readonly epsilon: number; readonly elu: number },
): { readonly outputs: tf.Tensor; readonly kept: readonly tf.Tensor[] } {
  const { unit, scale } = standardised(x, epsilon);
  const result = tf.add(tf.mul(unit, gamma), beta);
  return { outputs: elu === 1 ? tf.elu(result) : result, kept: [unit, scale] };
}

/** The gradients of `plainLayerNorm`, from what it read, gave and kept. */
export function plainLayerNormGradients({
  dy: [dy],
  inputs: { gamma },
  outputs: [y],
  kept,
  attributes: { elu },
}: PlainGradientCall<{ readonly elu: number }>): Readonly<Record<'x' | 'gamma' | 'beta', () => tf.Tensor>> {
  const slope = elu === 1 ? eluGradient(dy!, y!) : dy!;
  const [unit, scale] = kept as [tf.Tensor, tf.Tensor];
  return {
    x: () => standardisedGradient(tf.mul(slope, gamma!), unit, scale),
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
