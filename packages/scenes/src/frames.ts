// n frames, h height, w width of the canvas, p side of the patch, c channels
import { sampleAffine } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';

/** Where square frames lie on their canvases: their middles, in pixels from the middle of the first one; x right, y down. */
export interface Places {
  /** [n, 1] */
  readonly x: tf.Tensor2D;
  /** [n, 1] */
  readonly y: tf.Tensor2D;
}

/** Frames of one size: what they show is an image of the model. */
export interface FrameSizes {
  /** Of a frame, in pixels of the canvas. */
  readonly side: number;
  /** Height and width of what a frame shows. */
  readonly patch: readonly [number, number];
}

/**
 * What the frames show.
 *
 * @param canvases [n, h, w, c]
 * @returns [n, p, p, c]; black beyond the canvas
 */
export function seen(canvases: tf.Tensor4D, { x, y }: Places, { side, patch }: FrameSizes): tf.Tensor4D {
  const [, h, w] = canvases.shape;
  return tf.tidy(() => {
    const [alongX, alongY] = [side / w, side / h];
    const matrix = rows(tf.fill(x.shape, alongX), unit(x, w), tf.fill(y.shape, alongY), unit(y, h));
    return sampleAffine(canvases, matrix, { outputShape: patch });
  });
}

/**
 * Patches drawn in their frames, the reverse of `seen`.
 *
 * @param patches [n, p, p, c]
 * @param canvas its height and width
 * @returns [n, h, w, c], 0 outside of the frames
 */
export function drawn(
  patches: tf.Tensor4D,
  { x, y }: Places,
  { side }: FrameSizes,
  [h, w]: readonly [number, number],
): tf.Tensor4D {
  return tf.tidy(() => {
    const [alongX, alongY] = [w / side, h / side];
    const matrix = rows(
      tf.fill(x.shape, alongX),
      tf.mul(unit(x, w), -alongX),
      tf.fill(y.shape, alongY),
      tf.mul(unit(y, h), -alongY),
    );
    return sampleAffine(patches, matrix, { outputShape: [h, w] });
  });
}

/**
 * Where pixels of patches lie on the canvas.
 *
 * @param within pixels of each patch, [n, 1]
 * @param canvas its height and width
 */
export function onCanvas(
  within: Places,
  { x, y }: Places,
  { side, patch }: FrameSizes,
  [h, w]: readonly [number, number],
): Places {
  return tf.tidy(() => {
    const along = (at: tf.Tensor2D, middle: tf.Tensor2D, pixels: number, length: number): tf.Tensor2D =>
      tf.add(middle, tf.mul(unit(at, pixels), ((side / length) * (length - 1)) / 2));
    return { x: along(within.x, x, patch[1], w), y: along(within.y, y, patch[0], h) };
  }) as unknown as Places;
}

/** Places of several batches as those of one, batch after batch. */
export function joinedPlaces(places: readonly Places[]): Places {
  return { x: tf.concat(places.map(({ x }) => x)), y: tf.concat(places.map(({ y }) => y)) };
}

/** Pixels to [-1, 1] with corners on pixel centres. */
function unit(place: tf.Tensor2D, size: number): tf.Tensor2D {
  return tf.sub(tf.mul(place, 2 / Math.max(1, size - 1)), 1);
}

/** Maps that neither turn nor shear, [n, 2, 3]. */
function rows(scaleX: tf.Tensor, shiftX: tf.Tensor, scaleY: tf.Tensor, shiftY: tf.Tensor): tf.Tensor3D {
  const none = tf.zerosLike(scaleX);
  return tf.reshape(tf.concat([scaleX, none, shiftX, none, scaleY, shiftY], 1), [-1, 2, 3]);
}
