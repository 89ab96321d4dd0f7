// Legend: n items.
import { prepareBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { checkMatrix } from './checks.js';
import { float } from './float.js';

/**
 * One map after the other: `p -> second(first(p))`. Differentiable in both.
 *
 * **Convention**: maps run from the output to the patch, so the outer frame comes first: with `first` canvas ->
 * part and `second` part -> leaf, the result is canvas -> leaf. See {@link affineMatrix} for the frames.
 *
 * @param first [n, 2, 3], applied first
 * @param second [n, 2, 3], applied to what `first` gives
 * @returns [n, 2, 3], the caller's
 * @throws RnpError RNP_SHAPE
 */
export function composeAffine(first: tf.Tensor, second: tf.Tensor): tf.Tensor3D {
  checkMatrix('first', first);
  checkMatrix('second', second, first.shape[0]);
  prepareBackend();
  return tf.tidy(() => {
    const [outer, inner] = [float(first), float(second)];
    const linear = tf.slice(inner, [0, 0, 0], [-1, 2, 2]);
    const offset = tf.slice(inner, [0, 0, 2], [-1, 2, 1]);
    const moved = tf.pad(offset, [
      [0, 0],
      [0, 0],
      [2, 0],
    ]);
    return tf.add(tf.matMul(linear, outer), moved) as tf.Tensor3D;
  });
}
