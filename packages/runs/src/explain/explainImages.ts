// b batch, h w c image, z program
import type { ParseTree } from '@rnp/recursive-decoder';
import { type Rnp, refine } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkOptions, type Look, refused } from '../checks.js';
import { isParted } from '../models/modelLooks.js';
import { type Explained, explainPrograms } from './explain.js';
import { areFloats, isImageOf } from './explainLooks.js';

export interface ExplainImagesOptions {
  /** Steps of gradient descent on the encoder's programs; none unless given. */
  readonly refineSteps?: number;
  /** Looked at between steps. */
  readonly signal?: AbortSignal;
}

const looks: Readonly<Record<keyof ExplainImagesOptions, Look>> = Object.freeze({
  refineSteps: (path, value) => check.wholeNumber(path, value, 0),
  signal: check.signal,
});

/** An image taken apart: how the model draws it, and the tree. */
export interface ExplainedImage {
  readonly explained: Explained;
  readonly tree: ParseTree;
}

/**
 * Images taken apart, in one batch.
 *
 * @param pixels [b·h·w·c], image after image, as the model takes them
 * @throws the signal's reason when it is aborted
 */
export async function explainImages(
  model: Rnp,
  pixels: Float32Array,
  options: ExplainImagesOptions = {},
): Promise<ExplainedImage[]> {
  isParted('model', model);
  areFloats('pixels', pixels);
  checkOptions('options', options, looks);
  const { refineSteps = 0, signal } = options;
  const [height, width, channels] = model.config.imageShape;
  const count = pixels.length / (height * width * channels);
  if (!Number.isInteger(count) || count === 0) {
    const complaint = `must hold whole images of ${height}×${width}×${channels} values, one at least, not ${pixels.length} values`;
    throw refused('pixels', complaint);
  }
  const images = tf.tensor4d(pixels, [count, height, width, channels]);
  const programs: tf.Tensor2D[] = [];
  try {
    programs.push(tf.tidy(() => model.encode(images).mean));
    if (refineSteps > 0) {
      const steps = { steps: refineSteps, ...(signal === undefined ? {} : { signal }) };
      programs.push(await refine(model, images, programs[0]!, steps));
    }
    const explained = await explainPrograms(model, programs.at(-1)!);
    return explained.map((one) => ({ explained: one, tree: one.tree! }));
  } finally {
    tf.dispose([images, ...programs]);
  }
}

/** One image taken apart. @param pixels [h·w·c] as the model takes them */
export async function explainImage(
  model: Rnp,
  pixels: Float32Array,
  refineSteps = 0,
): Promise<ExplainedImage> {
  isParted('model', model);
  isImageOf(model)('pixels', pixels);
  check.wholeNumber('refineSteps', refineSteps, 0);
  const [explained] = await explainImages(model, pixels, { refineSteps });
  return explained!;
}
