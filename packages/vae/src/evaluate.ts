import { type ParseMetrics, type ParseTally, parseMetrics } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { ModelError } from './errors.js';
import type { Model } from './model.js';
import { doubledKl } from './posterior.js';
import { Rnp } from './rnp.js';

/** Images in order, [n·h·w·c] values in [0, 1] a piece; `sequentialBatches(dataset)` of @rnp/datasets makes them. */
export type ImageBatches = Iterable<Float32Array>;

/** The figures quoted for a model (docs/model.md): over every image given, z = mean. */
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
}

/**
 * Measures a model on a set of images. Sums are kept in float64.
 *
 * @throws ModelError RNP_IMAGES when there is no image or a batch is no whole number of images
 */
export async function evaluate(
  model: Model,
  batches: ImageBatches,
  { onProgress, signal }: EvaluateOptions = {},
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
      const perImage = tf.tidy(() => {
        const posterior = model.encode(images);
        const error = tf.square(tf.sub(model.decode(posterior.mean), images));
        return tf.stack([tf.sum(tf.reshape(error, [images.shape[0], size]), 1), doubledKl(posterior)]);
      });
      const figures = await perImage.data();
      perImage.dispose();
      for (let i = 0; i < images.shape[0]; i++) {
        sse += figures[i]!;
        kl += figures[images.shape[0] + i]!;
      }
      count += images.shape[0];
      if (model instanceof Rnp) tallies.push(await model.tally(images));
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
