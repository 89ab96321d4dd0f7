import { type ArgumentChecks, argumentChecks } from '@rnp/images';
import type { Dataset } from './dataset.js';
import { DatasetError } from './errors.js';

/** Checks of arguments: RNP_DATA_ARGUMENT. */
export const check: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new DatasetError('RNP_DATA_ARGUMENT', `${String(path)} ${complaint}`),
);

/** Data sets that were found right: one is looked at once, not at every batch. */
const seen = new WeakSet<object>();

/** @throws DatasetError `RNP_DATA_ARGUMENT` unless this has the images of a data set; `createDataset` sees to the rest */
export function requireDataset(dataset: Dataset, path = 'dataset'): void {
  if (typeof dataset === 'object' && dataset !== null && seen.has(dataset)) return;
  check.object(path, dataset);
  const { name, split, imageShape, length, images } = dataset;
  check.text(`${path}.name`, name);
  check.text(`${path}.split`, split);
  requireShape(`${path}.imageShape`, imageShape);
  check.wholeNumber(`${path}.length`, length, 1);
  check.bytes(`${path}.images`, images);
  const size = imageShape[0] * imageShape[1] * imageShape[2] * length;
  check.choice(`${path}.images.length`, images.length, [size]);
  for (const field of ['labels', 'groups'] as const) {
    if (dataset[field] !== undefined) requireArray(`${path}.${field}`, dataset[field]);
  }
  seen.add(dataset);
}

/** @throws DatasetError `RNP_DATA_ARGUMENT` unless this is a typed array, of which a part can be seen without a copy */
export function requireArray(path: string, value: unknown): void {
  check.list(path, value);
  if (Array.isArray(value))
    throw new DatasetError('RNP_DATA_ARGUMENT', `${path} must be a typed array, not a list`);
}

/** @throws DatasetError `RNP_DATA_ARGUMENT` unless this is [h, w, c] */
export function requireShape(path: string, shape: unknown): void {
  check.list(path, shape, (at, size) => check.wholeNumber(at, size, 1));
  check.wholeNumber(`${path}.length`, (shape as readonly number[]).length, 3, 3);
}
