import { access, constants, stat } from 'node:fs/promises';
import { check } from '../checks.js';
import type { Dataset } from '../dataset.js';
import { eth80Manifest } from '../manifest/eth80.js';
import { cachePath } from './cachedFile.js';
import { defaultDataDir } from './dataDir.js';
import { dataSource } from './dataSource.js';
import { hasEth80Folder } from './eth80Files.js';
import { images } from './folder/images.js';
import type { KnownDataset } from './knownDataset.js';
import { knownDataset, knownDatasets } from './knownDatasets.js';
import { type LoadOptions, requireLoadOptions } from './loadOptions.js';

/** A data set that `loadDataset` knows by name. */
export interface DatasetInfo {
  readonly name: string;
  readonly description: string;
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  /** Number of images per split. */
  readonly splits: { readonly train: number; readonly test: number };
  /** Bytes of the images of both splits in memory. */
  readonly bytes: number;
  /** Whether it comes with the package and never needs a network. */
  readonly embedded: boolean;
  /** Whether it has an address to download it from. */
  readonly downloadable: boolean;
  /** Whether each split can be loaded without a network. Its files are checked only when it is loaded. */
  readonly cached: { readonly train: boolean; readonly test: boolean };
}

/** Where `listDatasets` looks. */
export interface ListOptions {
  /** The data folder, which has a folder for each data set. Default `defaultDataDir()`. */
  readonly dataDir?: string;
}

/**
 * Lists every data set that `loadDataset` knows by name, and tells which of them are cached.
 *
 * @throws RnpError RNP_CONFIG for invalid options
 */
export async function listDatasets(options: ListOptions = {}): Promise<readonly DatasetInfo[]> {
  check.options('options', options, [], ['dataDir']);
  const { dataDir = defaultDataDir() } = options;
  check.text('options.dataDir', dataDir);
  return await Promise.all(knownDatasets.map((known) => infoOf(known, dataDir)));
}

/**
 * What `listDatasets` tells, of one name; null for what is no data set with a name. Scenes have their settings in it, as in
 * 'scenes?of=mnist&count=0-2'.
 *
 * @throws RnpError RNP_CONFIG for invalid options, and for scenes with an invalid setting
 */
export async function datasetInfo(name: string, options: ListOptions = {}): Promise<DatasetInfo | null> {
  check.text('name', name);
  check.options('options', options, [], ['dataDir']);
  const { dataDir = defaultDataDir() } = options;
  check.text('options.dataDir', dataDir);
  const known = knownDataset(name);
  return known === undefined ? null : infoOf(known, dataDir);
}

async function infoOf(known: KnownDataset, dataDir: string): Promise<DatasetInfo> {
  const { name, description, imageShape, splits } = known;
  const [height, width, channels] = imageShape;
  return {
    name,
    description,
    imageShape,
    splits,
    bytes: (splits.train + splits.test) * height * width * channels,
    embedded: setsOf(known).every(({ files }) => files === null),
    downloadable: setsOf(known).some(isDownloadable) && setsOf(known).every(isObtainable),
    cached: {
      train: await isHere(known, 'train', dataDir),
      test: await isHere(known, 'test', dataDir),
    },
  };
}

/** It, or what it is made of. */
function setsOf(known: KnownDataset): readonly KnownDataset[] {
  return known.parts ?? [known];
}

function isDownloadable({ files }: KnownDataset): boolean {
  return files !== null && files.source.mirrors.length > 0;
}

function isObtainable(known: KnownDataset): boolean {
  return known.files === null || isDownloadable(known);
}

/**
 * Loads a data set by its name, one of `listDatasets`, or a folder of images: its path, followed by settings
 * of `images` that differ from the defaults, as in 'photos?size=50x50&colour=yes&fit=cover'. Scenes have their
 * settings in the same form: 'scenes?of=mnist+fashion-mnist&count=0-2&canvas=50&overlap=no&background=clutter',
 * and `compositing`, `scale`, `rotate`, `seed`, `train` and `test` (numbers of scenes). The name of the
 * result is this line, so it opens the same again.
 *
 * @throws RnpError `RNP_DATA_UNKNOWN` with the known names; for a folder as `images`; for the others as
 *   `loadMnist`
 */
export async function loadDataset(name: string, options: LoadOptions): Promise<Dataset> {
  requireLoadOptions(options, ['split']);
  const source = await dataSource(name);
  if (source.type === 'named') return knownDataset(source.name)!.load(options);
  const { split, signal, onProgress } = options;
  const dataset = await images(source.folder, {
    ...source.options,
    split,
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  });
  return { ...dataset, name };
}

async function isHere(known: KnownDataset, split: 'train' | 'test', dataDir: string): Promise<boolean> {
  const here = await Promise.all(setsOf(known).map(({ files }) => areHere(files, split, dataDir)));
  return here.every(Boolean);
}

async function areHere(
  files: KnownDataset['files'],
  split: 'train' | 'test',
  dataDir: string,
): Promise<boolean> {
  if (files === null) return true;
  const here = await Promise.all(
    files.of[split].map((file) => isReadableFile(cachePath(dataDir, files.source, file))),
  );
  return here.every(Boolean) || (files.source === eth80Manifest && hasEth80Folder(dataDir, eth80Manifest));
}

function isReadableFile(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    async () => (await stat(path)).isFile(),
    () => false,
  );
}
