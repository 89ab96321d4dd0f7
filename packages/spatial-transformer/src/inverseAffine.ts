// Legend: n items.
import { prepareBackend } from '@rnp/backend';
import { stopGradient } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { checkMatrix } from './checks.js';
import { float } from './float.js';
import { smallestDeterminant } from './plainMatrix.js';

/**
 * The matrix of the inverse map: `inverse(matrix(p)) = p`. Closed form, differentiable.
 *
 * **Convention**: [n, 2, 3] matrices on points (x, y, 1) in [-1, 1] frames, see {@link affineMatrix}; if the
 * matrix maps output -> patch, the result maps patch -> output.
 *
 * A determinant smaller than 1e-8 counts as ±1e-8, so that a singular matrix (a part shrunk to a line) gives
 * a finite result, far out of every image, instead of infinities.
 *
 * @param matrix [n, 2, 3]
 * @returns [n, 2, 3], the caller's
 * @throws RnpError RNP_SHAPE
 */
export function inverseAffine(matrix: tf.Tensor): tf.Tensor3D {
  checkMatrix('matrix', matrix);
  prepareBackend();
  return tf.tidy(() => {
    const columns = tf.split(tf.reshape(float(matrix), [-1, 6]), 6, 1);
    const [a, b, c, d, e, f] = columns as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const determinant = tf.sub(tf.mul(a, e), tf.mul(b, d));
    const correction = stopGradient(() => lift(determinant));
    const scale = tf.div(1, tf.add(determinant, correction));
    const offsetX = tf.sub(tf.mul(b, f), tf.mul(c, e));
    const offsetY = tf.sub(tf.mul(c, d), tf.mul(a, f));
    const adjugate = tf.concat([e, tf.neg(b), offsetX, tf.neg(d), a, offsetY], 1);
    return tf.reshape(tf.mul(adjugate, scale), [-1, 2, 3]);
  });
}

/** What must be added to a determinant to bring it to ±1e-8; 0 where it is large enough. */
function lift(determinant: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const floor = tf.where(
      tf.less(determinant, 0),
      tf.fill(determinant.shape, -smallestDeterminant),
      smallestDeterminant,
    );
    const small = tf.less(tf.abs(determinant), smallestDeterminant);
    return tf.where(small, tf.sub(floor, determinant), tf.zerosLike(determinant));
  });
}
