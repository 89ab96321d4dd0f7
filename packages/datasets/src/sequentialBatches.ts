// n items, h height, w width, c channels

import { batchOf } from './batchOf.js';
import { requireDataset } from './checks.js';
import type { Dataset } from './dataset.js';
import { requireCount } from './order.js';

const defaultBatchSize = 100;

/**
 * Every image once, in order, for evaluation; the last batch may be smaller. Only one batch at a time is in
 * memory as floats.
 *
 * @returns batches of n·h·w·c values in [0, 1] (NHWC), n = batchSize until the last
 * @throws RnpError `RNP_CONFIG` for a batch size that is no integer ≥ 1, at the first batch
 */
export function* sequentialBatches(
  dataset: Dataset,
  batchSize: number = defaultBatchSize,
): Generator<Float32Array<ArrayBuffer>, void, undefined> {
  requireDataset(dataset);
  requireCount('batchSize', batchSize, 1);
  for (let from = 0; from < dataset.length; from += batchSize) {
    const n = Math.min(batchSize, dataset.length - from);
    yield batchOf(
      dataset,
      Uint32Array.from({ length: n }, (_, item) => from + item),
    );
  }
}
