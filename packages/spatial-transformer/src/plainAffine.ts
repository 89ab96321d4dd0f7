// Legend: n items. Matrices lie in rows of six: a b c, d e f.
import { cosine, sine } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

/** Of each entry of a matrix, which scale it is multiplied with: 0 is scaleX, 3 is scaleY, as they stand in an action. */
const scales = [0, 3, 0, 0, 3, 3];

/**
 * Affine parameters to matrices from TensorFlow.js's own ops, as products of rows: every entry is a scale times what is not scaled.
 *
 * @returns [n, 2, 3]; and what `plainAffineGradient` reads: [n, 6] scales and what is not scaled, [n, 1] sine and cosine
 */
export function plainAffineMatrix(
  { params }: { readonly params: tf.Tensor },
  { scaleOffset }: { readonly scaleOffset: number },
): { readonly outputs: tf.Tensor3D; readonly kept: readonly tf.Tensor[] } {
  const [, rotation, shear, , translateX, translateY] = tf.split(params, 6, 1);
  const angle = tf.mul(rotation!, Math.PI);
  const [sin, cos] = [sine(angle), cosine(angle)];
  const unscaled = tf.concat(
    [tf.add(cos, tf.mul(shear!, sin)), sin, translateX!, tf.sub(tf.mul(shear!, cos), sin), cos, translateY!],
    1,
  );
  const scale = tf.add(
    tf.matMul(params as tf.Tensor2D, matrixOf(scales.map((of, entry) => [of, entry, 1]))),
    1 + scaleOffset,
  );
  return {
    outputs: tf.reshape(tf.mul(unscaled, scale), [-1, 2, 3]),
    kept: [scale, unscaled, sin, cos],
  };
}

/**
 * The gradient of `plainAffineMatrix` in the parameters.
 *
 * @param dy [n, 2, 3]
 * @param kept by `plainAffineMatrix`
 * @returns [n, 6]
 */
export function plainAffineGradient(dy: tf.Tensor, kept: readonly tf.Tensor[]): tf.Tensor {
  const [scale, unscaled, sin, cos] = kept as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const d = tf.reshape(dy, [-1, 6]);
  const along = tf.mul(d, scale);
  const [p, , , q] = tf.split(unscaled, 6, 1);
  // Of the scales; of the angle, in which p has the slope q, and q the slope -p; and of the shear. What is moved is not turned.
  const one = tf.ones(sin.shape);
  const byTurn = tf.mul(along, tf.concat([q!, cos, one, p!, sin, one], 1));
  const byShear = tf.mul(along, tf.concat([sin, sin, sin, cos, cos, cos], 1));
  return tf.matMul(tf.concat([tf.mul(d, unscaled), byTurn, byShear], 1) as tf.Tensor2D, gathering());
}

/** [18, 6]: which products are added up to the gradient of each parameter. */
function gathering(): tf.Tensor2D {
  const [rotation, shear, translateX, translateY] = [1, 2, 4, 5];
  return matrixOf(
    [
      ...scales.map((of, entry) => [entry, of, 1] as const),
      [6, rotation, Math.PI],
      [7, rotation, Math.PI],
      [8, translateX, 1],
      [9, rotation, -Math.PI],
      [10, rotation, -Math.PI],
      [11, translateY, 1],
      [12, shear, 1],
      [15, shear, 1],
    ],
    18,
  );
}

/** [rows, 6] with these entries, all others 0. */
function matrixOf(
  entries: readonly (readonly [row: number, column: number, value: number] | readonly number[])[],
  rows = 6,
): tf.Tensor2D {
  const values = new Float32Array(rows * 6);
  for (const [row, column, value] of entries) values[row! * 6 + column!] = value!;
  return tf.tensor2d(values, [rows, 6]);
}
