// b batch, h w c image, z program
import type { ParseTree } from '@rnp/recursive-decoder';
import { type Rnp, refine } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkOptions, type Look, refused } from '../checks.js';
import { isParted } from '../models/modelLooks.js';
import { type Explained, explainPrograms } from './explain.js';
import { areFloats, isImageOf } from './explainLooks.js';

/** How `explainImages` parses. */
export interface ExplainImagesOptions {
  /** Steps of gradient descent on the encoder's programs. Default 0. */
  readonly refineSteps?: number;
  /** Checked between steps. */
  readonly signal?: AbortSignal;
}

const looks: Readonly<Record<keyof ExplainImagesOptions, Look>> = Object.freeze({
  refineSteps: (path, value) => check.wholeNumber(path, value, 0),
  signal: check.signal,
});

/** A parsed image: the model's drawing of it, and the tree. */
export interface ExplainedImage {
  readonly explained: Explained;
  readonly tree: ParseTree;
}

/**
 * Parses images, all in one batch.
 *
 * @param pixels [b·h·w·c], image after image, as the model takes them
 * @throws RnpError RNP_CONFIG if the values are not whole images; the signal's reason when it is aborted
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

/**
 * Parses one image.
 *
 * @param pixels [h·w·c] as the model takes them
 * @param refineSteps steps of gradient descent on the encoder's program. Default 0
 */
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
