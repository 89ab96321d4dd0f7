import type { Dataset } from '@rnp/datasets';
import { type DataProgress, loadDataset } from '@rnp/datasets/node';
import { UsageError } from '../errors.js';
import { createProgressBar, type ProgressBar } from '../terminal/progressBar.js';

export type Split = 'train' | 'test';

export const splits: readonly Split[] = Object.freeze(['train', 'test'] as const);

/**
 * A data set by name, with a bar on stderr where it has to be downloaded.
 *
 * @throws DatasetError saying what to do; the signal's reason when aborted
 */
export async function openData(
  name: string,
  split: Split,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Dataset> {
  const bar = createProgressBar(process.stderr);
  try {
    const onProgress = (progress: DataProgress): void => showDownload(bar, progress);
    return await loadDataset(name, { split, onProgress, ...(signal === undefined ? {} : { signal }) });
  } finally {
    bar.stop();
  }
}

/** @throws UsageError when images of this shape are not what the model takes */
export function requireShape(data: Dataset, shape: readonly number[]): void {
  if (data.imageShape.join() === shape.join()) return;
  throw new UsageError(
    `images of ${data.name} (${data.split}) are ${data.imageShape.join('×')}, but ${shape.join('×')} are needed; choose other --data`,
  );
}

function showDownload(bar: ProgressBar, progress: DataProgress): void {
  if (progress.type === 'mirror-failed')
    bar.log(`${progress.address}: ${progress.reason}; trying the next mirror`);
  if (progress.type !== 'download') return;
  const { file, loaded, total } = progress;
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  const amount = total === undefined ? megabytes(loaded) : `${megabytes(loaded)}/${megabytes(total)}`;
  bar.update(total === undefined ? 0 : loaded / total, [file, `${amount} MB`]);
}
