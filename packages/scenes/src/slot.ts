// n scenes, h height, w width of the canvas, c channels
import * as tf from '@tensorflow/tfjs-core';
import type { Places } from './frames.js';

/** What objects were first taken for: the images that their models' encoders looked at. */
export interface FirstLook {
  /** [n, p, p, c] */
  readonly images: tf.Tensor4D;
  /** [n], positions of the models that draw them. */
  readonly by: tf.Tensor1D;
}

/** The object that was found first in each scene of a batch, or second, and so on; the scenes share the tensors. */
export interface Slot {
  /** [n], 1 where there is one, else 0. */
  readonly present: tf.Tensor1D;
  /** The middles of the frames. */
  readonly places: Places;
  /** [n, h, w, c], each alone on the canvas; where there is none, whatever was tried there. */
  readonly drawings: tf.Tensor4D;
  /** Gives the programs of objects for which no later look found better ones. */
  readonly first: FirstLook;
}

/** Drawings as ink, in [0, 1]: where parts of one object lie upon each other their sum may be more. */
export function asInk<T extends tf.Tensor>(drawings: T): T {
  return tf.clipByValue(drawings, 0, 1);
}

/** What the objects of a slot add to their canvases, [n, h, w, c]. */
export function added({ present, drawings }: Slot): tf.Tensor4D {
  return tf.tidy(() => tf.mul(drawings, tf.reshape(present, [-1, 1, 1, 1])));
}

/** What all slots draw together, [n, h, w, c]. @param like canvases of that shape */
export function drawnTogether(slots: readonly Slot[], like: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => slots.map(added).reduce(inkOver, tf.zerosLike(like)));
}

/** Ink on ink, [n, h, w, c]: where both are full it is no brighter than one, whichever lies above (Porter and Duff 1984, over). */
export function inkOver(below: tf.Tensor4D, above: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => tf.sub(tf.add(below, above), tf.mul(below, above)));
}

/** Half of each scene's squared error, [n]: the energy of pixels whose precision is 1. */
export function halfSquaredErrors(canvases: tf.Tensor4D, drawings: tf.Tensor4D): tf.Tensor1D {
  return tf.tidy(() => tf.mul(0.5, tf.sum(tf.squaredDifference(canvases, drawings), [1, 2, 3])));
}

/** Row by row, one tensor or the other. @param which [n], booleans */
export function chosen<T extends tf.Tensor>(which: tf.Tensor1D, one: T, other: T): T {
  return tf.tidy(() =>
    tf.where(tf.reshape(which, [-1, ...one.shape.slice(1).map(() => 1)]), one, other),
  ) as T;
}

/** The tensors of a slot, to be disposed of. */
export function tensorsOf({ present, places, drawings, first }: Slot): tf.Tensor[] {
  return [present, places.x, places.y, drawings, first.images, first.by];
}
