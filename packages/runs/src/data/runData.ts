import { resolve } from 'node:path';
import type { DataProgress, Dataset } from '@rnp/datasets';
import { contentChanges, type DataContent } from '@rnp/datasets/node';
import { RnpError } from '@rnp/errors';
import type { DataEvent, Listener } from '../events.js';
import { dataLabel, splitSpec, wayToData } from './dataSpec.js';
import { contentOf, type OpenDataOptions, openData, requireShape } from './openData.js';

/** What a run learns from, and what it is measured on. */
export interface RunSplits {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** The data of a run as its record names it. */
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

export interface OpenRunDataOptions {
  readonly signal: AbortSignal;
  readonly listen: Listener<DataEvent>;
  /** Called with the content before anything is opened, to refuse it. */
  readonly require?: (content: DataContent) => void | Promise<void>;
}

/**
 * Both splits before the first step, so that nothing is missing after the last one.
 *
 * @param dir the run's folder
 * @throws RnpError; RNP_DATA_OTHER when the images change while they are read
 */
export async function openRunData(
  spec: string,
  dir: string,
  { signal, listen, require }: OpenRunDataOptions,
): Promise<OpenedRunData> {
  const told = (part: DataEvent['part']): OpenDataOptions => ({
    signal,
    onProgress: (progress: DataProgress) => listen({ type: 'data', part, progress }),
  });
  const content = await contentOf(spec, told('content'));
  await require?.(content);
  const train = await openData(spec, 'train', told('train'));
  const test = await openData(spec, 'test', told('test'));
  requireShape(test, train.imageShape);
  const { digest, files } = await contentOf(spec, told('content'));
  if (digest !== content.digest) {
    throw new RnpError(
      'RNP_DATA_OTHER',
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
