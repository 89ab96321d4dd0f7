// Legend: n items.
import { defineOp, type Op, prepareBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { checkParams, checkScaleOffset } from './checks.js';
import { float } from './float.js';
import { plainAffineGradient, plainAffineMatrix } from './plainAffine.js';
import { wasmAffineMatrix } from './wasm/affineKernels.js';

/**
 * Affine parameters to matrices (docs/model.md, *Placing a part*; Fisher & Rao 2023, Methods).
 * `A = R(pi * rotation) · Shear(shear) · diag(s)` and `offset = s * (translateX, translateY)` with
 * `s = (scaleX, scaleY) + 1 + scaleOffset`, `R = [[cos, sin], [-sin, cos]]`, `Shear = [[1, 0], [shear, 1]]`.
 * Differentiable in the parameters. On the WASM backend one kernel, in float64 and rounded once.
 *
 * **Convention**: a matrix maps a point of the output frame to the patch frame (the inverse map), both frames
 * in [-1, 1] with corners on pixel centres (align_corners = true), x right, y down. A larger s draws a
 * smaller part.
 *
 * @param params [n, 6]: scaleX, rotation, shear, scaleY, translateX, translateY, each in [-1, 1]
 * @param scaleOffset added to both scales; it makes a part smaller than its parent
 * @returns [n, 2, 3], the caller's
 * @throws RnpError RNP_SHAPE
 */
export function affineMatrix(params: tf.Tensor, scaleOffset: number): tf.Tensor3D {
  checkParams(params);
  checkScaleOffset('scaleOffset', scaleOffset);
  prepareBackend();
  return tf.tidy(() => op({ params: float(params) }, { scaleOffset }));
}

type AffineAttributes = { readonly scaleOffset: number };

const op: Op<{ readonly params: tf.Tensor }, AffineAttributes, tf.Tensor3D> = /* @__PURE__ */ defineOp({
  name: 'affineMatrix',
  plain: (inputs, attributes) => plainAffineMatrix(inputs, attributes).outputs,
  wasm: wasmAffineMatrix,
  gradient: {
    inputs: ['params'],
    compute: ({ dy: [dy], saved: [params], run }) => ({
      params: () => run('gradient', { dy: dy!, params: params! })[0]!,
    }),
  },
  plainGradient: {
    inputs: [],
    forward: plainAffineMatrix,
    compute: ({ dy: [dy], kept }) => ({ params: () => tf.tidy(() => plainAffineGradient(dy!, kept)) }),
  },
});
