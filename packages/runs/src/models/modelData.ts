import type { Dataset } from '@rnp/datasets';
import { defaultImagesOptions } from '@rnp/datasets';
import { dataSource, formatFolderSpec } from '@rnp/datasets/node';
import { option, worded } from '@rnp/errors';
import { check, isWord } from '../checks.js';
import { requireDataName } from '../data/dataName.js';
import { dataLabel } from '../data/dataSpec.js';
import {
  contentOf,
  type OpenDataOptions,
  openData,
  requireKnown,
  requireShape,
  type Split,
  splits,
} from '../data/openData.js';
import { specOf } from '../data/runData.js';
import { UsageError } from '../errors.js';
import type { DataEvent, Listener } from '../events.js';
import { adviseDamaged } from '../record/damagedRun.js';
import { readRecord } from '../record/readRecord.js';
import { runFolder } from '../record/runFolder.js';
import { areListeners, isOpened } from './modelLooks.js';
import type { OpenedModel } from './openModel.js';
import { askedPreprocessing, wordOf } from './preprocessingFlags.js';

/** The data that a model is used on. */
export interface ModelData {
  /** The data set; a folder is named without its path. */
  readonly data: Dataset;
  /** Digest of the data's content (`dataContent`). */
  readonly digest: string;
}

/** Callbacks while data is opened. */
export interface DataListener {
  /** Called for downloads, and for images as they are read. */
  readonly onData?: Listener<DataEvent>;
  /** Called if a folder of images is prepared differently from the images that the model learned from. */
  readonly onNote?: (line: string) => void;
}

/**
 * Opens the given data, or else the data that the model learned from, in the size that the model takes.
 *
 * @param asked a data set by name, or a folder of images
 * @param indices images that will be used: a data set with a name refuses indices that it does not have
 *   before it is downloaded
 * @throws UsageError if neither the caller nor the model names the data, or if its images have another shape
 *   than the model's; RnpError as `openData`
 */
export async function openModelData(
  opened: OpenedModel,
  asked: string | undefined,
  split: Split,
  listeners: DataListener = {},
  indices: readonly number[] = [],
): Promise<ModelData> {
  isOpened('opened', opened);
  if (asked !== undefined) isWord('asked', asked);
  check.choice('split', split, splits);
  areListeners('listeners', listeners);
  check.list('indices', indices, (path, index) => check.wholeNumber(path, index, 0));
  const { onData, onNote } = listeners;
  const told = (part: DataEvent['part']): OpenDataOptions =>
    onData === undefined ? {} : { onProgress: (progress) => onData({ type: 'data', part, progress }) };
  const spec =
    asked === undefined ? await learnedFrom(opened, told('content')) : await asItTakes(opened, asked, onNote);
  await requireKnown(spec, split, { indices, imageShape: opened.model.network.imageShape });
  const data = await openData(spec, split, told(split));
  requireShape(data, opened.model.network.imageShape);
  const { digest } = await contentOf(spec, told('content'));
  return { data: { ...data, name: await dataLabel(spec) }, digest };
}

/** A folder of images prepared as those that the model learned from, unless said otherwise, which is told. */
async function asItTakes(
  opened: OpenedModel,
  asked: string,
  onNote: DataListener['onNote'],
): Promise<string> {
  await requireDataName(asked);
  const source = await dataSource(asked);
  const own = opened.preprocessing;
  if (source.type === 'named' || own === null) return asked;
  const { fit, ink, invert, background } = source.options;
  const flags = { ink, invert, background, fit };
  const said = Object.entries(flags).flatMap(([flag, value]) =>
    value === undefined ? [] : [[flag, wordOf(flag as keyof typeof flags, value)]],
  );
  const { preprocessing, change } = askedPreprocessing(opened, Object.fromEntries(said));
  if (change !== null) onNote?.(`${source.folder}: ${change}`);
  // What is usual is not written down: the same images have the same name and digest as when they were learned from.
  const usual: Readonly<Record<string, unknown>> = { ...defaultImagesOptions, invert: 'auto' };
  const special = Object.entries(preprocessing).filter(([field, value]) => value !== usual[field]);
  return formatFolderSpec({
    folder: source.folder,
    options: { ...Object.fromEntries(special), ...source.options },
  });
}

/**
 * What opens the data that a model learned from. A model may come from anybody, so it names data sets but chooses no folder of this
 * machine: the folder beside its run is opened where it holds just the images that the run learned from.
 *
 * @throws UsageError
 */
async function learnedFrom(
  { data, name: model, runDir }: OpenedModel,
  options: OpenDataOptions,
): Promise<string> {
  if (data === null) {
    throw new UsageError(
      worded`${model} does not say what it learned from; name the data with ${option('data')}`,
    );
  }
  const type = await dataSource(data).then(
    (source) => source.type,
    () => 'folder',
  );
  if (type === 'named') return data;
  const folder = runDir === null ? null : runFolder(runDir);
  const record = folder === null ? null : await adviseDamaged(folder, () => readRecord(folder));
  if (record?.data.folder !== undefined) {
    const spec = specOf(record.data, runDir!);
    const digest = await contentOf(spec, options).then(
      (content) => content.digest,
      () => null,
    );
    if (digest === record.data.digest) return spec;
  }
  throw new UsageError(
    worded`${model} learned from a folder of images, ${data}, which is not here as it was then; name the images to take with ${option('data')}`,
  );
}
