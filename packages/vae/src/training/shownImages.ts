// b batch, h height, w width, c channels
import type * as tf from '@tensorflow/tfjs-core';

/** A batch whose encoder sees other images than those that are to be drawn (Vincent et al. 2008: denoising). */
export interface ShownImages {
  /** [b, h, w, c], what is to be drawn. */
  readonly drawn: tf.Tensor4D;
  /** [b, h, w, c], what the encoder sees. */
  readonly seen: tf.Tensor4D;
}

/** The images of a batch, [b, h, w, c]: the same to be seen and to be drawn, or told apart. */
export type BatchImages = tf.Tensor4D | ShownImages;

/** The two told apart; no tensor is made. */
export function shownImages(images: BatchImages): ShownImages {
  const told = images as Partial<ShownImages> | null | undefined;
  const same = images as tf.Tensor4D;
  return told?.drawn && told.seen ? (images as ShownImages) : { drawn: same, seen: same };
}
