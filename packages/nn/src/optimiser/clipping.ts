import { addAll, defineOp, type Op } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkLimit } from '../checks.js';
import { expectShape, expectTensor } from '../shapeCheck.js';
import { plainScaled, plainSumsOfSquares } from './plain.js';
import { wasmGlobalNorm } from './wasm.js';
import { webgpuGlobalNorm } from './webgpu.js';

/** Keeps the division finite when every gradient is zero. */
const tiny = 1e-6;

/** One kernel over all tensors on WASM, where each call costs more than the squares of a small weight. */
const norm: Op<readonly tf.Tensor[], Readonly<Record<string, never>>, tf.Tensor> = /* @__PURE__ */ defineOp({
  name: 'globalNorm',
  plain: (tensors) => tf.sqrt(addAll(plainSumsOfSquares(tensors))),
  wasm: wasmGlobalNorm,
  webgpu: webgpuGlobalNorm,
});

/** Whether the active backend has a kernel of its own for it, and so for Adam. */
export function hasNormKernel(): boolean {
  return norm.hasOwnForm();
}

/**
 * √Σ g² over all gradients together, 0 without gradients; a scalar that stays on the backend.
 *
 * @throws RnpError RNP_CONFIG if it is not a list, RNP_SHAPE for an entry that is not a tensor
 */
export function globalNorm(gradients: readonly tf.Tensor[]): tf.Scalar {
  check.list('gradients', gradients, (path, gradient) => expectTensor(path, gradient as tf.Tensor));
  if (gradients.length === 0)
    throw new RnpError('RNP_CONFIG', 'must have at least one, not be an empty list', { path: 'gradients' });
  return norm([...gradients], {}) as tf.Scalar;
}

/** Each tensor times a scalar; the caller owns them, and tidies. */
export function scaled(tensors: readonly tf.Tensor[], factor: tf.Scalar): tf.Tensor[] {
  if (norm.hasOwnForm()) return tensors.map((tensor) => tf.mul(tensor, factor));
  return plainScaled(tensors, factor);
}

/**
 * The factor for every gradient that makes their global norm at most `clipNorm` (above 0; null for no limit): in (0, 1].
 * For a norm on the backend it is a scalar there, so no step waits for a value; for a number it is a number.
 *
 * @throws RnpError RNP_SHAPE for a norm that is not a scalar, RNP_CONFIG for an invalid limit
 */
export function clipFactor(norm: number, clipNorm: number | null): number;
export function clipFactor(norm: tf.Scalar, clipNorm: number | null): tf.Scalar;
export function clipFactor(norm: number | tf.Scalar, clipNorm: number | null): number | tf.Scalar {
  checkLimit('clipNorm', clipNorm);
  if (typeof norm === 'number') {
    return clipNorm === null ? 1 : Math.min(clipNorm / (norm + tiny), 1);
  }
  expectShape('norm', norm, []);
  return tf.tidy(() => {
    if (clipNorm === null) return tf.scalar(1);
    return tf.minimum(tf.div(clipNorm, tf.add(norm, tiny)), 1) as tf.Scalar;
  });
}
