import { type DataProgress, type Dataset, defaultImagesOptions, requireIndex } from '@rnp/datasets';
import { type DataContent, dataContent, dataSource, datasetInfo, loadDataset } from '@rnp/datasets/node';
import { option, type Wording, worded } from '@rnp/errors';
import { check, checkOptions, type Look } from '../checks.js';
import { UsageError } from '../errors.js';
import { requireDataName } from './dataName.js';
import { shapedSpec } from './dataSpec.js';

/** The split of a data set. */
export type Split = 'train' | 'test';

/** Both splits. */
export const splits: readonly Split[] = Object.freeze(['train', 'test'] as const);

/** How `openData` is stopped and reports. */
export interface OpenDataOptions {
  readonly signal?: AbortSignal;
  /** Called for downloads, and for images as they are read. */
  readonly onProgress?: (progress: DataProgress) => void;
}

const looks: Readonly<Record<keyof OpenDataOptions, Look>> = Object.freeze({
  signal: check.signal,
  onProgress: check.callable,
});

/**
 * Opens a split of a data set by name, or of a folder of images (see `loadDataset` of @rnp/datasets/node).
 *
 * @throws RnpError or UsageError as `requireDataName`, for an unknown name or folder; RnpError as
 *   `loadDataset`; the signal's reason when it is aborted
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

/** What will be taken of data. */
interface Taken {
  readonly indices: readonly number[];
  /** [h, w, c], where only images of one shape will do. */
  readonly imageShape?: readonly number[];
}

/**
 * Refuses what a data set with a name has not, before it is downloaded: its images are counted and their shape is known. Of a
 * folder nothing is known before it is read.
 *
 * @throws RnpError RNP_CONFIG for an unknown index, UsageError for images of another shape
 */
export async function requireKnown(
  name: string,
  split: Split,
  { indices, imageShape }: Taken,
): Promise<void> {
  await requireDataName(name);
  const known = await datasetInfo(name);
  if (known === null) return;
  const length = known.splits[split];
  for (const index of indices) requireIndex({ name, split, length }, index);
  if (imageShape !== undefined) requireShape({ name, split, imageShape: known.imageShape }, imageShape);
}

/**
 * @param otherwise what else can be done
 * @throws UsageError when images of this shape are not what the model takes
 */
export function requireShape(
  data: Pick<Dataset, 'name' | 'split' | 'imageShape'>,
  shape: readonly number[],
  otherwise: Wording = [],
): void {
  if (data.imageShape.join() === shape.join()) return;
  const [height, width] = shape;
  const mend: Wording = /^scenes(\?|$)/.test(data.name)
    ? worded`choose scenes with canvas=${`${height}x${width}`}, in which objects find room at a scale such as 0.5, or other ${option('data')}`
    : /[\\/?]|^\.+$/.test(data.name)
      ? worded`write ${option('data', shapedSpec(data.name, shape))}`
      : worded`choose other ${option('data')}`;
  throw new UsageError(
    worded`images of ${data.name} (${data.split}) are ${data.imageShape.join('×')}, but ${shape.join('×')} are needed; ${mend}${otherwise}`,
  );
}

/** [h, w, c] of the images of data, as far as its name and its settings say, before any is read. @throws as `requireDataName` */
export async function saidShape(name: string): Promise<readonly [number, number, number]> {
  await requireDataName(name);
  const source = await dataSource(name);
  if (source.type === 'named') return (await datasetInfo(name))!.imageShape;
  const { size, channels } = { ...defaultImagesOptions, ...source.options };
  return [...size, channels];
}
