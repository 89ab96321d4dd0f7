// h height, w width, c channels
import { RnpError } from '@rnp/errors';
import { requireDataset } from './checks.js';
import { type Dataset, imageSize } from './dataset.js';

/** The mean of all images: [h·w·c] in [0, 1]. */
export function meanImage(dataset: Dataset): Float64Array<ArrayBuffer> {
  requireDataset(dataset);
  const { images, length } = dataset;
  const size = imageSize(dataset);
  const sums = new Float64Array(size);
  for (let item = 0; item < length; item++) {
    for (let at = 0; at < size; at++) sums[at]! += images[item * size + at]!;
  }
  return sums.map((sum) => sum / (255 * length));
}

/**
 * The summed squared error per image of `test` when each is explained by the mean image of `train`: the error of a
 * model that learned nothing.
 *
 * @throws RnpError `RNP_DATA_MISMATCH` when their images have different shapes
 */
export function meanImageSse(train: Dataset, test: Dataset): number {
  requireDataset(train, 'train');
  requireDataset(test, 'test');
  if (train.imageShape.join() !== test.imageShape.join()) {
    throw new RnpError(
      'RNP_DATA_MISMATCH',
      `images of ${train.name} (${train.split}) have the shape [${train.imageShape}], those of ${test.name} (${test.split}) [${test.imageShape}]`,
    );
  }
  const mean = meanImage(train);
  let sum = 0;
  for (let item = 0; item < test.length; item++) {
    for (let at = 0; at < mean.length; at++) {
      sum += (test.images[item * mean.length + at]! / 255 - mean[at]!) ** 2;
    }
  }
  return sum / test.length;
}
