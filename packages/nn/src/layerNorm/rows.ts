// c entries a row
import { defineOp, type Op } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { eluGradient } from '../activation/plain.js';
import { standardised, standardisedGradient } from './plain.js';
import { webgpuNormRows, webgpuNormRowsGradient } from './webgpu.js';

type RowsInputs = {
  /** [..., c] */
  readonly x: tf.Tensor;
  /** [c]; or [m, 1, c] of x [m, n, c] */
  readonly gamma: tf.Tensor;
  readonly beta: tf.Tensor;
};
type RowsAttributes = { readonly epsilon: number; readonly elu: number };

/**
 * Rows with mean 0 and variance 1, times gamma, plus beta, through elu where asked for; these rows themselves, and what they were divided by, [..., 1]: 1/√(variance +
 * epsilon). Off the tape.
 */
export const normRows: Op<RowsInputs, RowsAttributes, tf.Tensor[]> = /* @__PURE__ */ defineOp({
  name: 'normRows',
  plain: ({ x, gamma, beta }: RowsInputs, { epsilon, elu }: RowsAttributes) => {
    const { unit, scale } = standardised(x, epsilon);
    const result = tf.add(tf.mul(unit, gamma), beta);
    return [elu === 1 ? tf.elu(result) : result, unit, scale];
  },
  webgpu: webgpuNormRows,
});

type GradientInputs = {
  readonly dy: tf.Tensor;
  /** As `normRows` gave them. */
  readonly y: tf.Tensor;
  readonly unit: tf.Tensor;
  readonly scale: tf.Tensor;
  readonly gamma: tf.Tensor;
};

/**
 * The gradients of `normRows` in x; and row by row in beta, and in gamma. Off the tape.
 *
 * @returns three tensors of x's shape; that in beta is `dy` itself where there is no elu
 */
export const normRowsGradient: Op<
  GradientInputs,
  Pick<RowsAttributes, 'elu'>,
  tf.Tensor[]
> = /* @__PURE__ */ defineOp({
  name: 'normRowsGradient',
  plain: ({ dy, y, unit, scale, gamma }: GradientInputs, { elu }: Pick<RowsAttributes, 'elu'>) => {
    const slope = elu === 1 ? eluGradient(dy, y) : dy;
    return [standardisedGradient(tf.mul(slope, gamma), unit, scale), slope, tf.mul(slope, unit)];
  },
  webgpu: webgpuNormRowsGradient,
});

/** Rows with mean 0 and variance 1, and what they were divided by: 1/√(variance + epsilon). Off the tape. */
export function standardRows(
  x: tf.Tensor,
  epsilon: number,
): { readonly unit: tf.Tensor; readonly scale: tf.Tensor } {
  if (!normRows.hasOwnForm()) return standardised(x, epsilon);
  const c = x.shape.at(-1)!;
  const affine = { gamma: tf.ones([c]), beta: tf.zeros([c]) };
  const [, unit, scale] = normRows({ x, ...affine }, { epsilon, elu: 0 });
  return { unit: unit!, scale: scale! };
}

/** The gradient in `x` of `standardRows`, from that in what it gave. */
export function standardRowsGradient(dUnit: tf.Tensor, unit: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  if (!normRowsGradient.hasOwnForm()) return standardisedGradient(dUnit, unit, scale);
  const gamma = tf.ones([unit.shape.at(-1)!]);
  return normRowsGradient({ dy: dUnit, y: unit, unit, scale, gamma }, { elu: 0 })[0]!;
}
