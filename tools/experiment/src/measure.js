import { meanImageSse, sequentialBatches } from '@rnp/datasets';
import { createProgressBar } from '@rnp/runs/words';
import { evaluate, isRnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';

/**
 * What is quoted for a model, over every image of a split: z = mean, or as `infer` finds.
 *
 * @param {object | undefined} model without one, as in a verification of what was not kept, all is null
 * @param {object} data
 * @param {{ inferred?: import('@rnp/vae').InferOptions, onTrees?: (trees: readonly object[]) => void }} [options] measures the trees that
 *   `infer` finds; what is called with the trees measured, batch by batch
 * @returns {Promise<{ ssePerImage: number | null, purity?: number[], effectiveChildren?: number[] }>} the last two, a
 *   number per level from the top, of a model with parts
 */
export async function evaluated(model, data, { inferred, onTrees } = {}) {
  if (model === undefined) return { ssePerImage: null };
  const bar = createProgressBar(process.stderr);
  const onProgress = (done) =>
    bar.update(done / data.length, [
      `${inferred ? 'inferring' : 'measuring'} ${data.name}`,
      `${done}/${data.length}`,
    ]);
  try {
    const { ssePerImage, parse } = await evaluate(model, sequentialBatches(data), {
      onProgress,
      ...(inferred && { inferred }),
      ...(onTrees && { onTrees }),
    });
    if (!isRnp(model)) return { ssePerImage };
    return { ssePerImage, purity: parse.purity, effectiveChildren: parse.effectiveChildren };
  } finally {
    bar.stop();
  }
}

/** Σ squared error over pixels, a mean over images, z = mean; null without a model. Half the work of `evaluated`. */
export async function sseOf(model, data) {
  if (model === undefined) return null;
  let sum = 0;
  for (const pixels of sequentialBatches(data)) {
    const error = tf.tidy(() => {
      const images = tf.tensor4d(pixels, [
        (pixels.length * data.length) / data.images.length,
        ...data.imageShape,
      ]);
      return tf.sum(tf.square(tf.sub(model.reconstruct(images), images)));
    });
    sum += (await error.data())[0];
    error.dispose();
  }
  return sum / data.length;
}

/**
 * What is quoted for a model on a whole test split, beside the error of who always draws the mean training image: what a
 * model has to beat, and the share of it that is left.
 */
export async function evaluatedBesideMeanImage(model, { train, test }) {
  const figures = await evaluated(model, test);
  const meanImage = meanImageSse(train, test);
  const share = figures.ssePerImage === null ? null : figures.ssePerImage / meanImage;
  return { ...figures, meanImageSse: meanImage, shareOfMeanImageSse: share };
}

/** Steps of `infer` that examples measure with. */
const steps = 50;

/**
 * The same after inference by prediction errors (docs/model.md, *Looking again*).
 *
 * @param {{ smoke: boolean }} lab
 * @param {{ onTrees?: (trees: readonly object[]) => void, start?: import('@rnp/vae').StartOf }} [options] as of `evaluated`; where it
 *   begins, one look of the encoder unless given
 */
export function evaluatedClosely(model, data, lab, { start, ...options } = {}) {
  const inferred = { steps: stepsOf(lab), ...(start && { start }) };
  return evaluated(model, data, { ...options, inferred });
}

/** How many steps of `infer`: so many, or two in a smoke run. @param {{ smoke: boolean }} lab */
export function stepsOf({ smoke }) {
  return smoke ? 2 : steps;
}

/**
 * The same at one look of the encoder and, as `inferred.…`, after inference.
 *
 * @param {{ smoke: boolean }} lab
 * @param {{ onTrees?: (trees: readonly object[]) => void, start?: import('@rnp/vae').StartOf }} [options] as of `evaluatedClosely`
 */
export async function evaluatedAtBothLooks(model, data, lab, options = {}) {
  const figures = await evaluatedBesideMeanImage(model, data);
  const closely = await evaluatedClosely(model, data.test, lab, options);
  closely.shareOfMeanImageSse =
    closely.ssePerImage === null ? null : closely.ssePerImage / figures.meanImageSse;
  return {
    ...figures,
    ...Object.fromEntries(Object.entries(closely).map(([key, value]) => [`inferred.${key}`, value])),
  };
}
