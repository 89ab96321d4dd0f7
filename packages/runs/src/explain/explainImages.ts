// b batch, h w c image, z program
import type { ParseTree } from '@rnp/recursive-decoder';
import { defaultInferOptions, type Energy, type InferOptions, infer, type Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkOptions, type Look, refused } from '../checks.js';
import { isParted } from '../models/modelLooks.js';
import { type LookFlags, lookLooks, stepsOf } from '../models/partPresence.js';
import { type Explained, explainPrograms } from './explain.js';
import { areFloats, isImageOf } from './explainLooks.js';
import { rasterOf } from './rasters.js';

/** How `explainImages` parses. */
export interface ExplainImagesOptions extends LookFlags {
  /** [h·w·c] as the model takes images: a known picture behind all parts of each image (`ground` of `infer`). */
  readonly ground?: Float32Array;
  /** Checked between steps. */
  readonly signal?: AbortSignal;
}

const looks: Readonly<Record<keyof ExplainImagesOptions, Look>> = Object.freeze({
  ...lookLooks,
  ground: areFloats,
  signal: check.signal,
});

/** A parsed image: the model's drawing of it, the tree, and how well they explain it. */
export interface ExplainedImage {
  readonly explained: Explained;
  readonly tree: ParseTree;
  /** Σ (image − drawing)² over pixels. */
  readonly squaredError: number;
  /** Of the tree, by its terms (`infer` of @rnp/vae), with the model's own precisions, or those by default. */
  readonly energy: Energy;
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
  const { presence, signal } = options;
  const steps = stepsOf(options);
  const [height, width, channels] = model.config.imageShape;
  const count = pixels.length / (height * width * channels);
  if (!Number.isInteger(count) || count === 0) {
    const complaint = `must hold whole images of ${height}×${width}×${channels} values, one at least, not ${pixels.length} values`;
    throw refused('pixels', complaint);
  }
  const { ground: known } = options;
  if (known !== undefined && known.length !== height * width * channels)
    throw refused(
      'options.ground',
      `must hold an image of ${height}×${width}×${channels} values, not ${known.length} values`,
    );
  const images = tf.tensor4d(pixels, [count, height, width, channels]);
  const ground = known && tf.tensor3d(known, [height, width, channels]);
  try {
    if (steps === 0 && presence === undefined && ground === undefined && model.config.looks === 'top')
      return await atOneLook(model, images, pixels);
    return await inferred(model, images, {
      steps,
      ...(presence && { presence }),
      ...(ground && { ground }),
      ...(signal && { signal }),
    });
  } finally {
    images.dispose();
    ground?.dispose();
  }
}

/** Of an encoder that looks at images alone: programs say all. One that looks at parts says where a descent begins. */
async function atOneLook(model: Rnp, images: tf.Tensor4D, pixels: Float32Array): Promise<ExplainedImage[]> {
  const program = tf.tidy(() => model.encode(images).mean);
  try {
    const explained = await explainPrograms(model, program);
    return explained.map((one, i) => {
      const { data } = one.picture;
      const squaredError = squaredDistance(pixels.subarray(i * data.length, (i + 1) * data.length), data);
      const tree = one.tree!;
      return { explained: one, tree, squaredError, energy: energyAsPredicted(model, tree, squaredError) };
    });
  } finally {
    program.dispose();
  }
}

function squaredDistance(image: Float32Array, drawn: Float32Array): number {
  return image.reduce((sum, value, at) => sum + (value - drawn[at]!) ** 2, 0);
}

/** Of a tree all of whose nodes are as their programs say. */
function energyAsPredicted({ precisions, config }: Rnp, { root }: ParseTree, squaredError: number): Energy {
  const of = precisions ?? defaultInferOptions.precisions;
  const pixels = (of.pixels / 2) * squaredError;
  const top = (of.top / 2) * root.program.reduce((sum, value) => sum + value ** 2, 0);
  const none = config.childrenPerLevel.map(() => 0);
  return { total: pixels + top, pixels, top, states: none, actions: none };
}

async function inferred(model: Rnp, images: tf.Tensor4D, options: InferOptions): Promise<ExplainedImage[]> {
  const { trees, drawings, energies, squaredErrors } = await infer(model, images, options);
  return trees.map((tree, i) => ({
    explained: { tree, picture: rasterOf(drawings[i]!, model.config.imageShape) },
    tree,
    squaredError: squaredErrors[i]!,
    energy: energies[i]!,
  }));
}

/**
 * Parses one image.
 *
 * @param pixels [h·w·c] as the model takes them
 * @param steps of inference by prediction errors. Default 0
 */
export async function explainImage(model: Rnp, pixels: Float32Array, steps = 0): Promise<ExplainedImage> {
  isParted('model', model);
  isImageOf(model)('pixels', pixels);
  check.wholeNumber('steps', steps, 0);
  const [explained] = await explainImages(model, pixels, { infer: steps });
  return explained!;
}
