// b batch, n programs of a level, t children, h w c canvas, whose last channel is alpha
import { sampleAffine } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';
import { rowSquares } from '../rowSquares.js';
import { alphaOf, coloursOf } from './alpha.js';
import { layOver } from './layOver.js';
import type { RenderedLevel } from './rendering.js';
import { sumOfChildren } from './sumOfChildren.js';

/**
 * A level whose children are laid over each other. What overlaps is what they cover: the sums of squares are those of their alphas.
 *
 * @param placed [n·t, h, w, c] each child on its parent's canvas, colours multiplied by alpha
 */
export function levelOver(placed: tf.Tensor4D, t: number): RenderedLevel {
  const [items, height, width] = placed.shape;
  const n = items / t;
  const alphas = tf.reshape(alphaOf(placed), [n, t, height * width]) as tf.Tensor3D;
  return {
    canvases: canvasesOver(placed, t),
    energy: rowSquares(alphas),
    squares: rowSquares(sumOfChildren(alphas)),
  };
}

/** [n·t, h, w, c] → [n, h, w, c] */
export function canvasesOver(placed: tf.Tensor4D, t: number): tf.Tensor4D {
  const [items, height, width, channels] = placed.shape;
  const n = items / t;
  const layers = tf.reshape(placed, [n, t, height * width, channels]) as tf.Tensor4D;
  return tf.reshape(layOver(layers), [n, height, width, channels]);
}

/**
 * The image that is seen: the figure over its ground, or over black.
 *
 * @param figure [b, H, W, c + 1]
 * @param ground [b, h, w, c] or [1, h, w, c]
 */
export function imageOf(figure: tf.Tensor4D, ground: tf.Tensor4D | undefined): tf.Tensor4D {
  if (ground === undefined) return coloursOf(figure);
  const [, height, width] = figure.shape;
  const behind = tf.mul(tf.sub(1, alphaOf(figure)), stretched(ground, [height, width]));
  return tf.add(coloursOf(figure), behind);
}

/** A picture over the whole of an image, to the bit the same where it is as large: [b, h, w, c] → [b, H, W, c]. */
export function stretched(picture: tf.Tensor4D, outputShape: readonly [number, number]): tf.Tensor4D {
  const [n, height, width] = picture.shape;
  if (height === outputShape[0] && width === outputShape[1]) return tf.clone(picture);
  const whole = tf.mul(tf.ones([n, 1, 1]), tf.tensor3d([1, 0, 0, 0, 1, 0], [1, 2, 3]));
  return sampleAffine(picture, whole as tf.Tensor3D, { outputShape });
}
