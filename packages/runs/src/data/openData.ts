import type { DataProgress, Dataset } from '@rnp/datasets';
import { type DataContent, dataContent, loadDataset } from '@rnp/datasets/node';
import { check, checkOptions, type Look } from '../checks.js';
import { UsageError } from '../errors.js';
import { shellOption } from '../words/shellWords.js';
import { requireDataName } from './dataName.js';

export type Split = 'train' | 'test';

export const splits: readonly Split[] = Object.freeze(['train', 'test'] as const);

export interface OpenDataOptions {
  readonly signal?: AbortSignal;
  /** Told of downloads, and of images as they are read. */
  readonly onProgress?: (progress: DataProgress) => void;
}

const looks: Readonly<Record<keyof OpenDataOptions, Look>> = Object.freeze({
  signal: check.signal,
  onProgress: check.callable,
});

/**
 * A data set by name, or a folder of images (see `loadDataset`).
 *
 * @throws RnpError saying what to do; the signal's reason when aborted
 */
export async function openData(name: string, split: Split, options: OpenDataOptions = {}): Promise<Dataset> {
  check.choice('split', split, splits);
  checkOptions('options', options, looks);
  await requireDataName(name);
  return loadDataset(name, { split, ...options });
}

/** What a data set or folder is made of, see `dataContent`. */
export function contentOf(name: string, options: OpenDataOptions = {}): Promise<DataContent> {
  return dataContent(name, options);
}

/** @throws UsageError when images of this shape are not what the model takes */
export function requireShape(data: Dataset, shape: readonly number[]): void {
  if (data.imageShape.join() === shape.join()) return;
  const [height, width, channels] = shape;
  const mend = /[\\/?]|^\.+$/.test(data.name)
    ? `write ${shellOption('--data', `${data.name.replace(/\?.*$/s, '')}?size=${height}x${width}&colour=${channels === 3 ? 'yes' : 'no'}`)}`
    : 'choose other --data';
  throw new UsageError(
    `images of ${data.name} (${data.split}) are ${data.imageShape.join('×')}, but ${shape.join('×')} are needed; ${mend}`,
  );
}
