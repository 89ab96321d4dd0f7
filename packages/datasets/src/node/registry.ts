import { access, constants, stat } from 'node:fs/promises';
import { check } from '../checks.js';
import type { Dataset } from '../dataset.js';
import { eth80Manifest } from '../manifest/eth80.js';
import { cachePath } from './cachedFile.js';
import { defaultDataDir } from './dataDir.js';
import { dataSource, knownDataset } from './dataSource.js';
import { hasEth80Folder } from './eth80Files.js';
import { images } from './folder/images.js';
import { type KnownDataset, knownDatasets } from './knownDatasets.js';
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
  return await Promise.all(
    knownDatasets.map(async (known): Promise<DatasetInfo> => {
      const { name, description, imageShape, splits, files } = known;
      const [height, width, channels] = imageShape;
      return {
        name,
        description,
        imageShape,
        splits,
        bytes: (splits.train + splits.test) * height * width * channels,
        embedded: files === null,
        downloadable: files !== null && files.source.mirrors.length > 0,
        cached: {
          train: await isHere(known, 'train', dataDir),
          test: await isHere(known, 'test', dataDir),
        },
      };
    }),
  );
}

/**
 * Loads a data set by its name, one of `listDatasets`, or a folder of images: its path, followed by settings
 * of `images` that differ from the defaults, as in 'photos?size=50x50&colour=yes&fit=cover'. The name of a
 * folder's result is this line, so it opens the folder again.
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

async function isHere({ files }: KnownDataset, split: 'train' | 'test', dataDir: string): Promise<boolean> {
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
