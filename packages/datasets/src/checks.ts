import { type ArgumentChecks, argumentChecks, RnpError } from '@rnp/errors';
import type { Dataset } from './dataset.js';

/** Checks of arguments: RNP_CONFIG. */
export const check: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }),
);

/** Data sets that were found right: one is looked at once, not at every batch. */
const seen = new WeakSet<object>();

/** @throws RnpError `RNP_CONFIG` unless this has the images of a data set; `createDataset` sees to the rest */
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

/** @throws RnpError `RNP_CONFIG` unless this is a typed array, of which a part can be seen without a copy */
export function requireArray(path: string, value: unknown): void {
  check.array(path, value);
  if (Array.isArray(value)) throw new RnpError('RNP_CONFIG', 'must be a typed array, not a list', { path });
}

/** @throws RnpError `RNP_CONFIG` unless this is [h, w, c] */
export function requireShape(path: string, shape: unknown): void {
  check.array(path, shape, (at, size) => check.wholeNumber(at, size, 1));
  check.wholeNumber(`${path}.length`, (shape as readonly number[]).length, 3, 3);
}

/** An index into a part of a data set, which must not lead beyond it. @throws RnpError `RNP_CONFIG` */
export function indexWithin(index: number, length: number): number {
  check.wholeNumber('index', index, 0, length - 1);
  return index;
}
