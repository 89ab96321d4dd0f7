// b batch, h w c image
import * as tf from '@tensorflow/tfjs-core';

/** The two factors of a Gaussian blur: [h, h] along columns, [w, w] along rows; null for none. */
export type Blur = { readonly rows: tf.Tensor2D; readonly columns: tf.Tensor2D } | null;

/** Below it a Gaussian is narrower than a pixel, and its values at pixels no longer sum to 1. */
const minDeviation = 0.3;

/**
 * A Gaussian of this deviation, in pixels. Its weights are the density's, cut off at the image's edge: what lies outside is black.
 *
 * @returns null for a deviation below 0.3; else tensors of the caller
 */
export function gaussianBlur(deviation: number, height: number, width: number): Blur {
  if (deviation < minDeviation) return null;
  const factor = (size: number): tf.Tensor2D =>
    tf.tensor2d(
      Array.from({ length: size }, (_, i) =>
        Array.from(
          { length: size },
          (_, j) => Math.exp(-((i - j) ** 2) / (2 * deviation ** 2)) / (Math.sqrt(2 * Math.PI) * deviation),
        ),
      ),
    );
  return { rows: factor(width), columns: factor(height) };
}

/** Blurred images as rows, [b, h·w·c]; a tensor of the caller's. Two products in all, none of them batched. */
export function blurred(images: tf.Tensor4D, blur: Blur): tf.Tensor2D {
  const [batch, height, width, channels] = images.shape;
  return tf.tidy(() => {
    if (blur === null) return tf.reshape(images, [batch, -1]) as tf.Tensor2D;
    // [b, c, h, w] · [w, w], then [b, c, w, h] · [h, h].
    const upright = tf.reshape(tf.transpose(images, [0, 3, 1, 2]), [-1, width]);
    const along = tf.reshape(tf.matMul(upright, blur.rows), [batch * channels, height, width]);
    const turned = tf.reshape(tf.transpose(along, [0, 2, 1]), [-1, height]);
    return tf.reshape(tf.matMul(turned, blur.columns), [batch, channels * width * height]) as tf.Tensor2D;
  });
}
