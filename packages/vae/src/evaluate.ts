import { type ParseMetrics, type ParseTally, parseMetrics } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { ModelError } from './errors.js';
import type { Model } from './model.js';
import { doubledKl } from './posterior.js';
import { type RefineOptions, refine } from './refine.js';
import { Rnp } from './rnp.js';

/** Images in order, [n·h·w·c] values in [0, 1] a piece; `sequentialBatches(dataset)` of @rnp/datasets makes them. */
export type ImageBatches = Iterable<Float32Array>;

/** The figures quoted for a model (docs/model.md): over every image given, z = mean, or refined from there. */
export interface Evaluation {
  readonly images: number;
  /** Σ squared error over pixels, a mean over images. */
  readonly ssePerImage: number;
  /** Σ(exp(lv) + mean² − 1 − lv), a mean over images: twice the KL. */
  readonly klPerImage: number;
  /** Is it a parse? Null for a model without parts. */
  readonly parse: ParseMetrics | null;
}

export interface EvaluateOptions {
  /** Called after each batch with the images done. */
  readonly onProgress?: (images: number) => void;
  readonly signal?: AbortSignal;
  /** Measures what programs draw once `refine` has bettered the encoder's; the KL stays the encoder's. */
  readonly refined?: Omit<RefineOptions, 'signal'>;
}

/**
 * Measures a model on a set of images. Sums are kept in float64.
 *
 * @throws ModelError RNP_IMAGES when there is no image or a batch is no whole number of images
 */
export async function evaluate(
  model: Model,
  batches: ImageBatches,
  { onProgress, signal, refined }: EvaluateOptions = {},
): Promise<Evaluation> {
  const shape = model.network.imageShape;
  const size = shape[0] * shape[1] * shape[2];
  const tallies: ParseTally[] = [];
  let [count, sse, kl] = [0, 0, 0];
  for (const pixels of batches) {
    signal?.throwIfAborted();
    if (pixels.length === 0 || pixels.length % size !== 0) {
      throw new ModelError(
        'RNP_IMAGES',
        `a batch of ${pixels.length} values is no whole number of ${shape.join('×')} images`,
      );
    }
    const images = tf.tensor4d(pixels, [pixels.length / size, ...shape]);
    try {
      const { figures, tally } = await measured(model, images, refined && { ...refined, signal });
      for (let i = 0; i < images.shape[0]; i++) {
        sse += figures[i]!;
        kl += figures[images.shape[0] + i]!;
      }
      count += images.shape[0];
      if (tally !== null) tallies.push(tally);
    } finally {
      images.dispose();
    }
    onProgress?.(count);
  }
  if (count === 0) throw new ModelError('RNP_IMAGES', 'there is no image to evaluate on');
  return {
    images: count,
    ssePerImage: sse / count,
    klPerImage: kl / count,
    parse: tallies.length > 0 ? parseMetrics(tallies) : null,
  };
}

/** Of one batch: squared errors and doubled KLs, one after another, and the sums behind the parse metrics. */
async function measured(
  model: Model,
  images: tf.Tensor4D,
  refined: RefineOptions | undefined,
): Promise<{ readonly figures: tf.TypedArray; readonly tally: ParseTally | null }> {
  const { mean, kl } = tf.tidy(() => {
    const posterior = model.encode(images);
    return { mean: posterior.mean, kl: doubledKl(posterior) };
  });
  let program = mean;
  try {
    if (refined !== undefined) program = await refine(model, images, mean, refined);
    const perImage = tf.tidy(() => {
      const error = tf.square(tf.sub(model.decode(program), images));
      return tf.stack([tf.sum(tf.reshape(error, [images.shape[0], -1]), 1), kl]);
    });
    const figures = await perImage.data();
    perImage.dispose();
    return { figures, tally: model instanceof Rnp ? await model.tallyPrograms(program) : null };
  } finally {
    tf.dispose([mean, kl, program]);
  }
}
