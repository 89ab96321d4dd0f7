import { RnpError, shown } from '@rnp/errors';
import { check, indexWithin, requireDataset } from './checks.js';
import { type Dataset, imageSize } from './dataset.js';
import { recipeOf } from './derived/recipe.js';

/**
 * Items `from` to `to` (exclusive) as a data set that shares the bytes.
 *
 * @throws RnpError `RNP_CONFIG` unless 0 ≤ from < to ≤ length
 */
export function subset(dataset: Dataset, from: number, to: number): Dataset {
  requireDataset(dataset);
  check.number('from', from);
  check.number('to', to);
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || from >= to || to > dataset.length) {
    throw new RnpError(
      'RNP_CONFIG',
      `no items ${shown(from)} to ${shown(to)} in ${dataset.name} (${dataset.split}), which holds 0 to ${dataset.length}`,
      { path: Number.isInteger(from) && from >= 0 && from < dataset.length ? 'to' : 'from' },
    );
  }
  const size = imageSize(dataset);
  const { truth } = dataset;
  return {
    ...dataset,
    length: to - from,
    images: dataset.images.subarray(from * size, to * size),
    ...(dataset.labels && { labels: dataset.labels.subarray(from, to) }),
    ...(dataset.groups && { groups: dataset.groups.subarray(from, to) }),
    ...(truth && { truth: (index: number) => truth(from + indexWithin(index, to - from)) }),
    recipe: recipeOf('subset', 1, { from, to }, [dataset]),
  };
}
