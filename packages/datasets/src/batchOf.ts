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
    if (!Number.isInteger(index) || index < 0 || index >= dataset.length) {
      throw new RnpError(
        'RNP_CONFIG',
        `no image ${shown(index)} in ${dataset.name} (${dataset.split}); choose from 0 to ${dataset.length - 1}`,
      );
    }
    const from = index * size;
    const to = item * size;
    for (let at = 0; at < size; at++) values[to + at] = dataset.images[from + at]! / 255;
  }
  return values;
}
