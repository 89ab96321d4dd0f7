import type { Dataset } from '../dataset.js';
import type { FileSource, ManifestFile } from '../manifest/manifest.js';
import type { LoadOptions } from './loadOptions.js';

/** The splits that every data set with a name has. */
export type Split = 'train' | 'test';

/** A data set that has a name. */
export interface KnownDataset {
  readonly name: string;
  readonly description: string;
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  /** Images per split. */
  readonly splits: Readonly<Record<Split, number>>;
  /** What the files of a split are read from; null for what comes with the package. */
  readonly files: {
    readonly source: FileSource;
    readonly of: Readonly<Record<Split, readonly ManifestFile[]>>;
  } | null;
  /** What it is made of, where that are several data sets: their files are its files. */
  readonly parts?: readonly KnownDataset[];
  /** Of what comes with the package: of images and labels, training split first. */
  readonly sha256?: string;
  /** What is made of the files, where that may change: JSON. */
  readonly made?: unknown;
  load(options: LoadOptions): Promise<Dataset>;
}
