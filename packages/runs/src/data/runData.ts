import { resolve } from 'node:path';
import { contentChanges, type DataContent } from '@rnp/datasets/node';
import { writeFileAtomic } from '@rnp/files/node';
import { dataLabel, splitSpec, wayToData } from '../input/dataSpec.js';
import { contentOf, openData, requireShape } from '../input/openData.js';
import { OtherDataError } from '../input/otherData.js';
import type { RunSplits } from './preparedRun.js';
import { json, type RunFolder, readJson } from './runFolder.js';

/** What a run learns from. */
export interface RunData {
  /** What it is called: a data set's name, or the folder's own name and how it is read. No path: it stands in the model's card, too. */
  readonly name: string;
  /** The way from the run's folder to the images', so that both can be moved together; left out for a data set with a name. */
  readonly folder?: string;
  /** Of its content, see `dataContent`. */
  readonly digest: string;
  readonly imageShape: readonly [number, number, number];
  /** Images to train. */
  readonly length: number;
}

/** What opens a run's data from anywhere. */
export function specOf({ name, folder }: Pick<RunData, 'name' | 'folder'>, dir: string): string {
  return folder === undefined ? name : `${resolve(dir, folder)}${splitSpec(name).settings}`;
}

export interface OpenedRunData {
  readonly splits: RunSplits;
  readonly content: DataContent;
  readonly record: RunData;
}

/**
 * Both splits before the first step, so that nothing is missing after the last one.
 *
 * @param dir the run's folder
 * @param require called with the content before anything is opened, to refuse it
 * @throws DatasetError; OtherDataError when the images change while they are read
 */
export async function openRunData(
  spec: string,
  dir: string,
  {
    signal,
    require,
  }: { readonly signal: AbortSignal; readonly require?: (content: DataContent) => void | Promise<void> },
): Promise<OpenedRunData> {
  const content = await contentOf(spec, { signal });
  await require?.(content);
  const train = await openData(spec, 'train', { signal });
  const test = await openData(spec, 'test', { signal });
  requireShape(test, train.imageShape);
  const { digest, files } = await contentOf(spec, { signal });
  if (digest !== content.digest) {
    throw new OtherDataError(
      `the images of ${spec} changed while they were read (${contentChanges(content.files ?? {}, files ?? {})}); begin again once they stay as they are`,
    );
  }
  const [name, folder] = [await dataLabel(spec), await wayToData(spec, dir)];
  return {
    splits: { train: { ...train, name }, test: { ...test, name } },
    content,
    record: {
      name,
      ...(folder === undefined ? {} : { folder }),
      digest,
      imageShape: train.imageShape,
      length: train.length,
    },
  };
}

/** Keeps beside a run which files it learns from, so that it can be told later what changed. Data sets with names never do. */
export async function writeDataFiles(folder: RunFolder, { digest, files }: DataContent): Promise<void> {
  if (files === null) return;
  await writeFileAtomic(folder.dataFiles, json({ schema: 'rnp-data-files', version: 1, digest, files }));
}

/** How images differ from those that the run in a folder learned from, such as ': 3 files changed'; '' where that cannot be told. */
export async function changesSince(
  folder: RunFolder,
  before: string,
  { files }: Pick<DataContent, 'files'>,
): Promise<string> {
  const kept = (await readJson(folder.dataFiles).catch(() => null)) as {
    readonly digest?: unknown;
    readonly files?: unknown;
  } | null;
  if (kept?.digest !== before || typeof kept.files !== 'object' || kept.files === null) return '';
  const changes = contentChanges(kept.files as Record<string, string>, files ?? {});
  return changes === '' ? ': they are read in another way' : `: ${changes}`;
}
