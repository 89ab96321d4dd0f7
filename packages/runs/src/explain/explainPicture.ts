// h height, w width of the canvas
import { option, RnpError, worded } from '@rnp/errors';
import { type InkPageOptions, inkPage, type Picture, type Raster, scaledInk } from '@rnp/images';
import { explainScenes, type SceneExplanation } from '@rnp/scenes';
import type { Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkOptions, isCount, type Look, refused } from '../checks.js';
import { isParted } from '../models/modelLooks.js';

/** How `explainPicture` looks for objects. */
export interface ExplainPictureOptions extends InkPageOptions {
  /** The most objects. Default 12. */
  readonly maxObjects?: number;
  /** The larger side of an object such as a digit, in pixels of the picture. Default: as its pieces of ink are. */
  readonly size?: number;
  /** Steps of inference by prediction errors at each object. Default 0: one look of the encoder. */
  readonly infer?: number;
  /** Checked between looks; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** After every look: how many are done, and how many there are at most (`explainScenes` of @rnp/scenes). */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What `maxObjects` is unless given. */
export const defaultMaxObjects = 12;

/** Whether so many objects can be looked for. */
export const isMaxObjects: Look = (path, value) => check.wholeNumber(path, value, 1, 100);

/** A picture whose objects were found. */
export interface ExplainedPicture {
  readonly scene: SceneExplanation;
  /** What objects were looked for in: the ink in the size that the model knows, light on black. */
  readonly canvas: Raster;
  /** The larger side of an object, in pixels of the picture: as its pieces of ink are, or as `size` said. */
  readonly size: number;
  /** Whether light and dark were exchanged. */
  readonly inverted: boolean;
}

const looks: Readonly<Record<keyof ExplainPictureOptions, Look>> = Object.freeze({
  invert: (path, value) => check.choice(path, value, ['auto', true, false]),
  maxObjects: isMaxObjects,
  size: isCount,
  infer: (path, value) => check.wholeNumber(path, value, 0),
  signal: check.signal,
  onProgress: check.callable,
});

/** What is written takes this much of a model's image, as MNIST's digits do: 20 of 28 pixels. */
export const objectShare: number = 20 / 28;
/** Places that are tried for each object: objects of a page can lie close together. */
export const objectWindows = 6;
/** A canvas of more pixels takes minutes, and gigabytes. */
const maxCanvas = 1 << 19;

/**
 * Finds the objects of a picture, such as digits written on a page, and takes each apart: the page is taken away (`inkPage`), the ink scaled
 * so that objects have the size that the model knows, and the scene explained (`explainScenes`).
 *
 * @param model of one channel, of light drawings that stand alone
 * @returns null for a blank page
 * @throws RnpError RNP_CONFIG for another model and options out of range, also where objects are too small for so large a picture: of
 *   `options.size`, or of `picture` where no size was given;
 *   RNP_IMAGE_RASTER for what is no picture; the signal's reason
 */
export async function explainPicture(
  model: Rnp,
  picture: Picture,
  options: ExplainPictureOptions = {},
): Promise<ExplainedPicture | null> {
  isParted('model', model);
  checkOptions('options', options, looks);
  const [height, width, channels] = model.config.imageShape;
  if (channels !== 1) throw refused('model', 'must be of one channel: objects are looked for in ink');
  const { invert = 'auto', maxObjects = defaultMaxObjects, infer: steps = 0, signal, onProgress } = options;
  const page = inkPage(picture, { invert });
  if (page === null) return null;
  if (options.size !== undefined) requireSizeOf('picture', picture, options.size);
  const size = options.size ?? page.size / page.scale;
  const scale = (objectShare * Math.min(height, width)) / (size * page.scale);
  if (page.ink.width * page.ink.height * scale ** 2 > maxCanvas) {
    throw tooSmall(picture, size, options.size !== undefined);
  }
  const canvas = scaledInk(page.ink, scale);
  const canvases = tf.tensor4d(canvas.data, [1, canvas.height, canvas.width, 1]);
  try {
    const [scene] = await explainScenes(model, canvases, {
      maxObjects,
      windows: objectWindows,
      steps,
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
    return { scene: scene!, canvas, size, inverted: page.inverted };
  } finally {
    canvases.dispose();
  }
}

/** Who gave no size is told of the picture, and not of an option. */
function tooSmall({ width, height }: Picture, size: number, isGiven: boolean): RnpError {
  const whole = `too small for a picture of ${width}×${height}; cut out a part of the picture, or give the larger side of an object in pixels`;
  if (isGiven) return refused('options.size', `objects of ${Math.round(size)} pixels are ${whole}`);
  const complaint = `what hangs together in it is about ${Math.round(size)} pixels large, ${whole}`;
  return new RnpError('RNP_CONFIG', worded`${complaint} with ${option('size')}`, { path: 'picture' });
}

/** @throws RnpError RNP_CONFIG for objects that are larger than what shows them */
export function requireSizeOf(
  what: 'picture' | 'scenes',
  { width, height }: Pick<Picture, 'width' | 'height'>,
  size: number,
): void {
  if (size <= Math.max(width, height)) return;
  throw refused(
    'options.size',
    `must be at most ${Math.max(width, height)}, the larger side of the ${what}, not ${size}`,
  );
}
