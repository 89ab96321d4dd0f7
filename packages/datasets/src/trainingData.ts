import { type Augmentation, augmentBatch, requireAugmentation } from './augment.js';
import { batchOf } from './batchOf.js';
import { check, requireDataset } from './checks.js';
import type { Dataset } from './dataset.js';
import { epochOrder } from './order.js';

/** A data set as a training loop reads it: by step. */
export interface BatchSource {
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  readonly length: number;
  /** The images of a step, batchSize·h·w·c values in [0, 1] (NHWC); the same request gives the same images. */
  batch(request: {
    readonly step: number;
    readonly batchSize: number;
    readonly seed: number;
  }): Float32Array<ArrayBuffer>;
}

export interface TrainingDataOptions {
  /** Moves every image a little at random; not at all unless given. */
  readonly augment?: Augmentation;
}

/**
 * A data set in the seeded order of `batchIndices`, one batch per step, as `train` of @rnp/vae takes it.
 *
 * @throws RnpError `RNP_CONFIG` if it is not a data set, and for unknown options
 * @returns a source whose `batch` throws RnpError `RNP_CONFIG` for a batch larger than the data set
 */
export function trainingData(dataset: Dataset, options: TrainingDataOptions = {}): BatchSource {
  requireDataset(dataset);
  check.options('options', options, [], ['augment']);
  const { augment } = options;
  if (augment !== undefined) requireAugmentation(augment);
  const { imageShape, length } = dataset;
  const indices = epochOrder();
  return {
    imageShape,
    length,
    batch: (request) => {
      check.options('request', request, ['step', 'batchSize', 'seed']);
      const { step, batchSize, seed } = request;
      const images = batchOf(dataset, indices(length, batchSize, seed, step));
      return augment === undefined ? images : augmentBatch(images, imageShape, augment, { seed, step });
    },
  };
}
