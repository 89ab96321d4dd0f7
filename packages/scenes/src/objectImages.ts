// n scenes, h height, w width of the canvas, m objects, p side of the patch, c channels
import * as tf from '@tensorflow/tfjs-core';
import { placesOf } from './attention.js';
import { requireCanvases } from './canvases.js';
import { checkOption } from './checks.js';
import { type FrameSizes, type Places, seen } from './frames.js';
import { sideFor } from './sceneOptions.js';

export interface ObjectImagesOptions {
  /** Height and width of what is taken: the images of the model that is to learn from them. */
  readonly size: readonly [number, number];
  /** Of an object's frame in pixels of the canvas: the largest objects fit in with room. 1.2 times the larger of `size` unless given. */
  readonly side?: number;
  /** Places that are tried in each scene. */
  readonly windows?: number;
}

/** Of a frame's side: its outermost band, which is empty where what the frame shows stands alone. */
const bandShare = 0.1;
/** Sums of pixel values of what a frame shows: at most so much in the band, and at least so much in all. */
const [maxBand, minInk] = [0.3, 5];

/**
 * Images of single objects for a model to learn from, taken from scenes: what stands alone in its frame, with an empty band about it. What
 * touches or overlaps is left out, and so is what is explained already by an earlier frame of the scene. Nothing is told
 * of how many objects there are or where: frames go to where there is most ink.
 *
 * @param canvases [n, h, w, c] in [0, 1], light on black
 * @returns [m, p, p, c], m from 0 to `windows`·n; the caller owns it
 * @throws RnpError RNP_CONFIG for options out of range; RNP_IMAGES for what is no tensor of canvases, and for values out of [0, 1]
 */
export async function objectImages(
  canvases: tf.Tensor4D,
  options: ObjectImagesOptions,
): Promise<tf.Tensor4D> {
  checkOption.options('options', options, ['size'], ['side', 'windows']);
  const { size, windows = 2 } = options;
  checkOption.numbers('options.size', size, 2);
  for (const [i, length] of size.entries()) checkOption.wholeNumber(`options.size[${i}]`, length, 1, 1e4);
  const { side = sideFor(size) } = options;
  checkOption.number('options.side', side, 1, 1e4);
  checkOption.wholeNumber('options.windows', windows, 1, 100);
  await requireCanvases(canvases);
  const sizes = { side, patch: size };
  const { images, alone } = tf.tidy(() => {
    let left = canvases;
    const frames = Array.from({ length: windows }, () => {
      const places = placesOf(left, side, 1);
      // From the scene itself: an object of which an earlier frame has erased a piece does not stand alone.
      const image = seen(canvases, places, sizes);
      const fresh = hasInk(seen(left, places, sizes));
      left = erased(left, places, side);
      return { image, alone: tf.logicalAnd(fresh, hasEmptyBand(image, sizes)) };
    });
    return {
      images: tf.concat(frames.map(({ image }) => image)),
      alone: tf.concat(frames.map((frame) => frame.alone)),
    };
  });
  try {
    const which = await tf.whereAsync(alone);
    const taken = tf.tidy(() => tf.gather(images, tf.reshape(tf.cast(which, 'int32'), [-1])));
    which.dispose();
    return taken;
  } finally {
    tf.dispose([images, alone]);
  }
}

/** Whether there is something in a frame, [n]. */
function hasInk(image: tf.Tensor4D): tf.Tensor1D {
  return tf.greaterEqual(inkOf(image), minInk);
}

/** Whether there is nothing in a frame's outermost band, [n]. */
function hasEmptyBand(image: tf.Tensor4D, { patch: [height, width] }: FrameSizes): tf.Tensor1D {
  const [bandY, bandX] = [Math.ceil(bandShare * height), Math.ceil(bandShare * width)];
  const inner = tf.slice(image, [0, bandY, bandX, 0], [-1, height - 2 * bandY, width - 2 * bandX, -1]);
  return tf.lessEqual(tf.sub(inkOf(image), inkOf(inner)), maxBand);
}

function inkOf(image: tf.Tensor4D): tf.Tensor1D {
  return tf.sum(tf.mean(image, 3), [1, 2]);
}

/** Canvases without what lies within the frames. */
function erased(canvases: tf.Tensor4D, { x, y }: Places, side: number): tf.Tensor4D {
  const [n, h, w] = canvases.shape;
  const beyond = (place: tf.Tensor2D, length: number, shape: number[]): tf.Tensor =>
    tf.reshape(
      tf.greater(tf.abs(tf.sub(tf.reshape(tf.range(0, length), [1, length]), place)), side / 2),
      shape,
    );
  const outside = tf.logicalOr(beyond(x, w, [n, 1, w, 1]), beyond(y, h, [n, h, 1, 1]));
  return tf.mul(canvases, tf.cast(outside, 'float32'));
}
