import type { Dataset } from '@rnp/datasets';
import { type DataContent, type DataProgress, dataContent, loadDataset } from '@rnp/datasets/node';
import { UsageError } from '../errors.js';
import { messages } from '../terminal/outputs.js';
import { createProgressBar, type ProgressBar } from '../terminal/progressBar.js';
import { shellOption } from '../terminal/shellWords.js';
import { requireDataName } from './dataName.js';

/** Nothing is said about decoding that takes less. */
const quietMs = 1500;

export type Split = 'train' | 'test';

export const splits: readonly Split[] = Object.freeze(['train', 'test'] as const);

/**
 * A data set by name, or a folder of images (see `loadDataset`), with a bar on stderr where that takes a while.
 *
 * @throws DatasetError saying what to do; the signal's reason when aborted
 */
export async function openData(
  name: string,
  split: Split,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Dataset> {
  await requireDataName(name);
  return withBar((onProgress) =>
    loadDataset(name, { split, onProgress, ...(signal === undefined ? {} : { signal }) }),
  );
}

/** What a data set or folder is made of, see `dataContent`. */
export function contentOf(
  name: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<DataContent> {
  return withBar((onProgress) =>
    dataContent(name, { onProgress, ...(signal === undefined ? {} : { signal }) }),
  );
}

async function withBar<T>(act: (onProgress: (progress: DataProgress) => void) => Promise<T>): Promise<T> {
  const bar = createProgressBar(messages);
  const began = performance.now();
  try {
    return await act((progress) => {
      // Most sets are read before a bar could be.
      if (progress.type === 'skipped') bar.log(`left out: ${progress.reason}`);
      else if (progress.type !== 'decode' && progress.type !== 'digest') showDownload(bar, progress);
      else if (performance.now() - began > quietMs) showReading(bar, progress);
    });
  } finally {
    bar.stop();
  }
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

function showReading(
  bar: ProgressBar,
  { file, done, total }: DataProgress & { type: 'decode' | 'digest' },
): void {
  bar.update(done / total, [file, `${done}/${total} images`]);
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
