// b batch, n programs of a level, t children, h w c canvas, whose last channel is alpha
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

/** The image that is seen: the figure over black. @param figure [b, h, w, c + 1] */
export function imageOf(figure: tf.Tensor4D): tf.Tensor4D {
  return coloursOf(figure);
}
