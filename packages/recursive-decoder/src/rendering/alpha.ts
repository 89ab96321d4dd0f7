// n items, h w c pixels, whose last channel is alpha
import * as tf from '@tensorflow/tfjs-core';

/** How much each pixel covers, [n, h, w, c] → [n, h, w, 1]. */
export function alphaOf(pixels: tf.Tensor4D): tf.Tensor4D {
  return tf.slice(pixels, [0, 0, 0, pixels.shape[3] - 1], [-1, -1, -1, 1]);
}

/** All but that, [n, h, w, c] → [n, h, w, c − 1]. */
export function coloursOf(pixels: tf.Tensor4D): tf.Tensor4D {
  return tf.slice(pixels, [0, 0, 0, 0], [-1, -1, -1, pixels.shape[3] - 1]);
}
