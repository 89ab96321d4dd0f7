// n items, h height, w width, c channels
import { batchOf, type Dataset } from './dataset.js';
import { DatasetError } from './errors.js';

const defaultBatchSize = 100;

/**
 * Every image once, in order, for evaluation; the last batch may be smaller. Only one batch at a time is in
 * memory as floats.
 *
 * @returns n·h·w·c values in [0, 1] (NHWC) a piece, n = batchSize until the last
 * @throws DatasetError `RNP_DATA_ARGUMENT` for a batch size that is no integer ≥ 1, at the first batch
 */
export function* sequentialBatches(
  dataset: Dataset,
  batchSize: number = defaultBatchSize,
): Generator<Float32Array<ArrayBuffer>, void, undefined> {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new DatasetError(
      'RNP_DATA_ARGUMENT',
      `the batch size must be an integer of at least 1, not ${batchSize}`,
    );
  }
  for (let from = 0; from < dataset.length; from += batchSize) {
    const n = Math.min(batchSize, dataset.length - from);
    yield batchOf(
      dataset,
      Uint32Array.from({ length: n }, (_, item) => from + item),
    );
  }
}
