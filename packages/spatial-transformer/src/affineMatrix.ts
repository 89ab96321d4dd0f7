// Legend: n items.
import { cosine, defineOp, type Op, prepareBackend, sine } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { checkParams, checkScaleOffset } from './checks.js';
import { float } from './float.js';
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
  plain: ({ params }, { scaleOffset }) => plainAffineMatrix(params, scaleOffset),
  wasm: wasmAffineMatrix,
  gradient: {
    inputs: ['params'],
    compute: ({ dy: [dy], saved: [params], run }) => ({
      params: () => run('gradient', { dy: dy!, params: params! })[0]!,
    }),
  },
});

function plainAffineMatrix(params: tf.Tensor, scaleOffset: number): tf.Tensor3D {
  const [scaleX, rotation, shear, scaleY, translateX, translateY] = tf.split(params, 6, 1);
  const sx = tf.add(scaleX!, 1 + scaleOffset);
  const sy = tf.add(scaleY!, 1 + scaleOffset);
  const angle = tf.mul(rotation!, Math.PI);
  const [sin, cos] = [sine(angle), cosine(angle)];
  const rows = [
    tf.mul(tf.add(cos, tf.mul(shear!, sin)), sx),
    tf.mul(sin, sy),
    tf.mul(sx, translateX!),
    tf.mul(tf.sub(tf.mul(shear!, cos), sin), sx),
    tf.mul(cos, sy),
    tf.mul(sy, translateY!),
  ];
  return tf.reshape(tf.concat(rows, 1), [-1, 2, 3]);
}
