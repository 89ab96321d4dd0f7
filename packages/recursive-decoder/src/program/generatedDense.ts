// n programs, t children, i inputs, o outputs

import { hyperDense } from '@rnp/hypernet';
import type * as tf from '@tensorflow/tfjs-core';

/** What is generated for a dense layer: `<name>/kernel` [i, o] and `<name>/bias` [o]. */
export function denseShapes(name: string, from: number, to: number): Record<string, readonly number[]> {
  return { [`${name}/kernel`]: [from, to], [`${name}/bias`]: [to] };
}

/**
 * A dense layer whose weights are generated for each program.
 *
 * @param x [n, t, i]
 * @param weights `<name>/kernel` [n, i, o] and `<name>/bias` [n, o]
 * @returns [n, t, o]; the caller owns it
 */
export function generatedDense(
  x: tf.Tensor3D,
  weights: Readonly<Record<string, tf.Tensor>>,
  name: string,
  activation: 'elu' | 'sin' | 'sigmoid' | 'identity',
): tf.Tensor3D {
  const kernel = weights[`${name}/kernel`] as tf.Tensor3D;
  return hyperDense(x, kernel, weights[`${name}/bias`] as tf.Tensor2D, activation);
}
