// b batch, h w c image
import * as tf from '@tensorflow/tfjs-core';

/** Less ink than this has no place. */
const minInk = 1e-3;

/** Centre and size of the ink of images, each [b, 1], in the frame [-1, 1]². Blank images are in the middle, of size 1. */
interface Moments {
  readonly x: tf.Tensor2D;
  readonly y: tf.Tensor2D;
  readonly size: tf.Tensor2D;
}

/**
 * The maps from the frame of each image to that of a drawing that bring the centres of their ink together, and make it equally large: the
 * root of the mean squared distance to the centre. Nothing is turned.
 *
 * @param drawings [b, h, w, c]
 * @param images [b, h, w, c]
 * @returns [b, 2, 3], the caller's
 */
export function alignment(drawings: tf.Tensor4D, images: tf.Tensor4D): tf.Tensor3D {
  return tf.tidy(() => {
    const [from, to] = [momentsOf(images), momentsOf(drawings)];
    const scale = tf.div(to.size, from.size);
    const none = tf.zerosLike(scale);
    const [dx, dy] = [tf.sub(to.x, tf.mul(scale, from.x)), tf.sub(to.y, tf.mul(scale, from.y))];
    return tf.reshape(tf.concat([scale, none, dx, none, scale, dy], 1), [-1, 2, 3]);
  });
}

function momentsOf(images: tf.Tensor4D): Moments {
  const [batch, height, width] = images.shape;
  const ink = tf.reshape(tf.sum(images, 3), [batch, height * width]);
  const [xs, ys] = coordinates(height, width);
  const all = tf.sum(ink, 1, true);
  const isBlank = tf.less(all, minInk);
  const mean = (values: tf.Tensor): tf.Tensor =>
    tf.div(tf.sum(tf.mul(ink, values), 1, true), tf.maximum(all, minInk));
  const [x, y] = [mean(xs), mean(ys)];
  const squares = tf.add(tf.square(tf.sub(xs, x)), tf.square(tf.sub(ys, y)));
  // A single pixel has a size, too: half a pixel's.
  const size = tf.maximum(tf.sqrt(mean(squares)), 1 / Math.max(height, width));
  return {
    x: x as tf.Tensor2D,
    y: y as tf.Tensor2D,
    size: tf.where(isBlank, tf.onesLike(size), size) as tf.Tensor2D,
  };
}

/** Of each pixel, [1, h·w]; corners on pixel centres. */
function coordinates(height: number, width: number): readonly [tf.Tensor2D, tf.Tensor2D] {
  const at = (i: number, size: number): number => (size === 1 ? 0 : (2 * i) / (size - 1) - 1);
  const pixels = Array.from({ length: height * width }, (_, i) => i);
  return [
    tf.tensor2d([pixels.map((i) => at(i % width, width))]),
    tf.tensor2d([pixels.map((i) => at(Math.floor(i / width), height))]),
  ];
}
