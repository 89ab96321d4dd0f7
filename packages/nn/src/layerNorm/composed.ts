// c entries a row
import type { PlainGradientCall } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { normRows, normRowsGradient } from './rows.js';

/**
 * Layer normalisation of rows, for every backend without a kernel for all of it; elu follows where asked for.
 *
 * @returns what `layerNormGradients` keeps beside it
 */
export function composedLayerNorm(
  inputs: Readonly<Record<'x' | 'gamma' | 'beta', tf.Tensor>>,
  attributes: { readonly epsilon: number; readonly elu: number },
): { readonly outputs: tf.Tensor; readonly kept: readonly tf.Tensor[] } {
  const [y, unit, scale] = normRows(inputs, attributes);
  return { outputs: y!, kept: [unit!, scale!] };
}

/** The gradients of `composedLayerNorm`, from what it read, gave and kept. */
export function layerNormGradients({
  dy: [dy],
  inputs: { gamma },
  outputs: [y],
  kept: [unit, scale],
  attributes: { elu },
}: PlainGradientCall<{ readonly elu: number }>): Readonly<Record<'x' | 'gamma' | 'beta', () => tf.Tensor>> {
  const rows = { dy: dy!, y: y!, unit: unit!, scale: scale!, gamma: gamma! };
  const [dx, dBeta, dGamma] = normRowsGradient(rows, { elu });
  return { x: () => dx!, gamma: () => sumOfRows(dGamma!), beta: () => sumOfRows(dBeta!) };
}

/** [..., c] → [c] */
function sumOfRows(x: tf.Tensor): tf.Tensor {
  return tf.sum(x.rank === 2 ? x : tf.reshape(x, [-1, x.shape.at(-1)!]), 0);
}
