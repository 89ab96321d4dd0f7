// Legend: n items, m frames an item, h w c patch, H W canvas, P = H W canvas pixels.
import { stopGradient } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { affineGrid, canvasGrid, maskOf, poisonOf } from './affineGrid.js';

/**
 * Bilinear sampling written as matrix products with hat functions: portable to every backend, and what all
 * other forms are tested against. Time and memory grow with n · P · (w + h · c).
 *
 * An item whose matrix or frames are not finite is NaN all over. A patch holding NaN or infinity may turn its
 * whole canvas into NaN here (0 · NaN); the fused kernels confine it to the pixels it touches.
 *
 * @param image [n, h, w, c]
 * @param matrix [n, 2, 3]
 * @param frames [n, m, 2, 3], a constant; m may be 0
 * @returns [n, H, W, c]
 */
export function denseSample(
  image: tf.Tensor4D,
  matrix: tf.Tensor3D,
  outputShape: readonly [number, number],
  frames: tf.Tensor4D,
): tf.Tensor4D {
  const [n, h, w, c] = image.shape;
  const [H, W] = outputShape;
  if (n === 0) return tf.zeros([0, H, W, c]);
  return tf.tidy(() => {
    const pixels = canvasGrid(H, W);
    const poison = stopGradient(() => poisonOf(matrix, frames));
    const [u, v] = affineGrid(tf.add(matrix, poison) as tf.Tensor3D, pixels);
    const weightX = hats(u, w);
    const weightY = hats(v, h);
    const columns = tf.reshape(tf.transpose(image, [0, 2, 1, 3]), [n, w, h * c]);
    const rows = tf.reshape(tf.matMul(weightX, tf.add(columns, poison)), [n, H * W, h, c]);
    const drawn = tf.sum(tf.mul(rows, tf.expandDims(weightY, 3)), 2);
    const masked =
      frames.size > 0
        ? tf.mul(
            drawn,
            stopGradient(() => maskOf(frames, pixels)),
          )
        : drawn;
    return tf.reshape(masked, [n, H, W, c]) as tf.Tensor4D;
  });
}

/**
 * Weights max(0, 1 - |q - j|) of the patch pixels j = 0 ... size - 1 for coordinates [n, P] in [-1, 1], q in
 * pixels: [n, P, size]. Where q falls exactly on a pixel the derivative from the right is taken, for all
 * weights alike; those of the stock ops take a different side for each.
 */
function hats(coordinate: tf.Tensor, size: number): tf.Tensor3D {
  const weights = tf.customGrad((q, save) => {
    (save as (tensors: tf.Tensor[]) => void)([q as tf.Tensor]);
    const distance = tf.abs(tf.sub(tf.expandDims(q as tf.Tensor, 2), pixelsOf(size)));
    return {
      value: tf.relu(tf.sub(1, distance)),
      gradFunc: (dy, saved) => slope(dy, (saved as tf.Tensor[])[0]!),
    };
  });
  return weights(tf.mul(tf.add(coordinate, 1), (size - 1) / 2)) as tf.Tensor3D;
}

/** Upstream of the weights [n, P, size] -> gradient of q [n, P]: falling from the pixel at floor(q) to the next. */
function slope(dy: tf.Tensor, q: tf.Tensor): tf.Tensor {
  // By floor, not by q - j in [-1, 0): for tiny negative q the difference rounds to the border. q · 0 hands on NaN.
  const left = tf.expandDims(tf.floor(q), 2);
  const pixels = pixelsOf(dy.shape[2]!);
  const falling = tf.cast(tf.equal(left, pixels), 'float32');
  const rising = tf.cast(tf.equal(tf.add(left, 1), pixels), 'float32');
  return tf.add(tf.sum(tf.mul(dy, tf.sub(rising, falling)), 2), tf.mul(q, 0));
}

/** 0 ... size - 1 as float32. */
function pixelsOf(size: number): tf.Tensor1D {
  return tf.range(0, size, 1, 'float32');
}
