// n items, h height, w width, c channels
import { RnpError, shown } from '@rnp/errors';
import { check, requireDataset } from './checks.js';
import { type Dataset, imageSize } from './dataset.js';

/**
 * The images at these positions, in this order.
 *
 * @returns n·h·w·c values in [0, 1] (NHWC), ready for `tf.tensor4d(values, [n, h, w, c])`
 * @throws RnpError `RNP_CONFIG` for a position outside the data set
 */
export function batchOf(dataset: Dataset, indices: ArrayLike<number>): Float32Array<ArrayBuffer> {
  requireDataset(dataset);
  check.array('indices', indices);
  const size = imageSize(dataset);
  const values = new Float32Array(indices.length * size);
  for (let item = 0; item < indices.length; item++) {
    const index = indices[item]!;
    requireIndex(dataset, index);
    const from = index * size;
    const to = item * size;
    for (let at = 0; at < size; at++) values[to + at] = dataset.images[from + at]! / 255;
  }
  return values;
}

/**
 * Checks that a data set, loaded or only known, has an image.
 *
 * @throws RnpError `RNP_CONFIG` with the indices that there are
 */
export function requireIndex(dataset: Pick<Dataset, 'name' | 'split' | 'length'>, index: number): void {
  check.object('dataset', dataset);
  const { name, split, length } = dataset;
  check.text('dataset.name', name);
  check.text('dataset.split', split);
  check.wholeNumber('dataset.length', length, 1);
  check.number('index', index);
  if (Number.isInteger(index) && index >= 0 && index < length) return;
  throw new RnpError(
    'RNP_CONFIG',
    `no image ${shown(index)} in ${name} (${split}); choose from 0 to ${length - 1}`,
    { path: 'index' },
  );
}
