// n scenes, h height, w width of the canvas, c channels
import * as tf from '@tensorflow/tfjs-core';
import type { SceneSettings } from './sceneOptions.js';

/** What is wider than this share of a frame's side is no stroke. */
const widest = 0.27;

/** Scenes taken apart. */
export interface Scenes {
  /** [n, h, w, c] in [0, 1], what lies over the ground: strokes. */
  readonly figure: tf.Tensor4D;
  /** [n, h, w, c] in [0, 1] */
  readonly ground: tf.Tensor4D;
}

/**
 * Takes apart what is narrow and what is wide: the ground is what a square that is wider than any stroke can cover without leaving what is bright
 * (opening; Serra 1982). Light that falls off, and texture, are ground; strokes on black have none.
 * A canvas is the figure laid over the ground: ground + (1 − ground) · figure.
 *
 * @param canvases [n, h, w, c] in [0, 1]
 * @returns the caller owns the tensors
 */
export function figureAndGround(canvases: tf.Tensor4D, { ground, side }: SceneSettings): Scenes {
  return tf.tidy(() => ({ ...(ground === 'none' ? allFigure(canvases) : apart(canvases, side)) })) as Scenes;
}

function allFigure(canvases: tf.Tensor4D): Scenes {
  return { figure: tf.clone(canvases), ground: tf.zerosLike(canvases) };
}

function apart(canvases: tf.Tensor4D, side: number): Scenes {
  const width = 2 * Math.floor((widest * side) / 2) + 1;
  const darkest = tf.sub(1, brightestWithin(tf.sub(1, canvases), width)) as tf.Tensor4D;
  const ground = brightestWithin(darkest, width);
  const figure = tf.div(tf.sub(canvases, ground), tf.maximum(tf.sub(1, ground), 1e-3));
  return { figure: tf.clipByValue(figure, 0, 1) as tf.Tensor4D, ground };
}

/** Of some of the scenes; the caller owns the tensors. */
export function scenesAt({ figure, ground }: Scenes, rows: readonly number[]): Scenes {
  return tf.tidy(() => {
    const indices = tf.tensor1d([...rows], 'int32');
    return { figure: tf.gather(figure, indices), ground: tf.gather(ground, indices) };
  }) as Scenes;
}

/** Of each pixel the largest value in a square about it. */
function brightestWithin(canvases: tf.Tensor4D, width: number): tf.Tensor4D {
  return tf.maxPool(canvases, width, 1, 'same');
}
