import { type AmongOthers, amongOthers, type BatchAmongOthers, requireAmongOthers } from './amongOthers.js';
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
  batch(request: BatchSourceRequest): Float32Array<ArrayBuffer>;
  /** What is seen of them instead, where they are to be told from what lies about them. */
  seen?(request: BatchSourceRequest): Float32Array<ArrayBuffer>;
}

/** Which images are asked for. */
export interface BatchSourceRequest {
  readonly step: number;
  readonly batchSize: number;
  readonly seed: number;
}

export interface TrainingDataOptions {
  /** Moves every image a little at random; not at all unless given. */
  readonly augment?: Augmentation;
  /** Shows every image among others, of which nothing is to be drawn; alone unless given. */
  readonly among?: AmongOthers;
}

/**
 * A data set in the seeded order of `batchIndices`, one batch per step, as `train` of @rnp/vae takes it.
 *
 * @throws RnpError `RNP_CONFIG` if it is not a data set, and for unknown options
 * @returns a source whose `batch` throws RnpError `RNP_CONFIG` for a batch larger than the data set
 */
export function trainingData(dataset: Dataset, options: TrainingDataOptions = {}): BatchSource {
  requireDataset(dataset);
  check.options('options', options, [], ['augment', 'among']);
  const { augment, among } = options;
  if (augment !== undefined) requireAugmentation(augment);
  if (among !== undefined) requireAmongOthers(among);
  const { imageShape, length } = dataset;
  const indices = epochOrder();
  const alone = (request: BatchSourceRequest): Float32Array<ArrayBuffer> => {
    check.options('request', request, ['step', 'batchSize', 'seed']);
    const { step, batchSize, seed } = request;
    const images = batchOf(dataset, indices(length, batchSize, seed, step));
    return augment === undefined ? images : augmentBatch(images, imageShape, augment, { seed, step });
  };
  if (among === undefined) return { imageShape, length, batch: alone };
  const both = lastMade((request) => amongOthers(alone(request), imageShape, among, request));
  // Copies: a caller may write into what it was given.
  return {
    imageShape,
    length,
    batch: (request) => both(request).drawn.slice(),
    seen: (request) => both(request).seen.slice(),
  };
}

/** Remembers what was made last: of a step first one is asked for, then the other. */
function lastMade(
  make: (request: BatchSourceRequest) => BatchAmongOthers,
): (request: BatchSourceRequest) => BatchAmongOthers {
  let last: { readonly key: string; readonly made: BatchAmongOthers } | undefined;
  return (request) => {
    const key = JSON.stringify(request);
    if (last?.key !== key) last = { key, made: make(request) };
    return last.made;
  };
}
