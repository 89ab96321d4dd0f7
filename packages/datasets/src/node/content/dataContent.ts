import { join, relative, sep } from 'node:path';
import { RnpError } from '@rnp/errors';
import { sha256 } from '@rnp/files/node';
import { readFileBounded } from '@rnp/images/node';
import { check } from '../../checks.js';
import { eth80Manifest } from '../../manifest/eth80.js';
import { defaultImagesOptions } from '../../pictures/imagesOptions.js';
import type { DataProgressListener } from '../../progress.js';
import { cachePath } from '../cachedFile.js';
import { defaultDataDir } from '../dataDir.js';
import { dataSource } from '../dataSource.js';
import { eth80FolderFiles } from '../eth80Files.js';
import type { FolderSpec } from '../folder/folderSpec.js';
import { pictureFolder } from '../folder/imageFolder.js';
import type { KnownDataset } from '../knownDataset.js';
import { knownDataset } from '../knownDatasets.js';
import { requireShared } from '../loadOptions.js';
import { type DigestedFile, fileDigests } from './fileDigests.js';

/** How `dataContent` finds the files. */
export interface DataContentOptions {
  /** The data folder, with the data sets and the cache of digests. Default `defaultDataDir()`. */
  readonly dataDir?: string;
  /** Stops reading; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Called for files as they are read. */
  readonly onProgress?: DataProgressListener;
}

/** The content of a data set, independent of its name and its place. */
export interface DataContent {
  /**
   * sha256, 64 hexadecimal digits: of the names and bytes of the files, the split and class of each, and the
   * way they are made into images. Equal digests mean equal images.
   */
  readonly digest: string;
  /** The sha256 of each file of a folder by its path; null for a data set with a name. */
  readonly files: Readonly<Record<string, string>> | null;
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  /** Number of images per split; an upper limit for a folder whose bad pictures are left out. */
  readonly splits: { readonly train: number; readonly test: number };
}

const splits = Object.freeze(['train', 'test'] as const);

/**
 * The content of a data set or folder of `loadDataset` as it is now. Files of a folder that have not changed
 * since the last call are not read again.
 *
 * @throws RnpError as `loadDataset`: RNP_DATA_UNKNOWN for an unknown name, RNP_CONFIG for an invalid setting,
 *   RNP_DATA_FOLDER for a folder without pictures; the signal's reason when it is aborted
 * @example
 * const content = await dataContent('photos?size=50x50');
 * content.digest === (await dataContent('copy-of-photos?size=50')).digest; // true
 */
export async function dataContent(name: string, options: DataContentOptions = {}): Promise<DataContent> {
  check.options('options', options, [], ['dataDir', 'signal', 'onProgress']);
  requireShared(options);
  const source = await dataSource(name);
  return source.type === 'folder'
    ? contentOfFolder(source, options)
    : contentOfKnown(knownDataset(source.name)!, options);
}

async function contentOfFolder(
  { folder, options }: FolderSpec,
  { dataDir = defaultDataDir(), signal, onProgress }: DataContentOptions,
): Promise<DataContent> {
  const {
    testFraction,
    seed,
    splits: areSplits,
    invert = 'default',
    ...reading
  } = {
    ...defaultImagesOptions,
    ...options,
  };
  const found = await pictureFolder(folder, {
    testFraction,
    seed,
    splits: areSplits,
    ...(signal && { signal }),
    ...(onProgress && { onWalked: (walked) => onProgress({ type: 'walk', file: folder, ...walked }) }),
  });
  const placed = splits.map((split) =>
    found[split].map(({ path, className = null }) => ({ path: pathIn(folder, path), className })),
  );
  const files = await digestsOf(
    folder,
    placed.flat().map(({ path }) => ({
      path,
      read: () => bytesOrWhy(join(folder, path), signal),
    })),
    { dataDir, ...(signal && { signal }), ...(onProgress && { onProgress }) },
  );
  const { size, channels, fit, background, ink, skipBad } = reading;
  const digest = sha256(
    JSON.stringify([
      'rnp-images-1',
      [...size, channels, fit, invert, background, skipBad, ...(ink ? ['ink'] : [])],
      found.classNames,
      placed.map((own) => own.map(({ path, className }) => [path, className, files[path]])),
    ]),
  );
  return {
    digest,
    files,
    imageShape: [size[0], size[1], channels],
    splits: { train: found.train.length, test: found.test.length },
  };
}

/** A file that cannot be read stands for the reason: whether it is refused or left out, the loader says. */
async function bytesOrWhy(path: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  try {
    return await readFileBounded(path, signal === undefined ? {} : { signal });
  } catch (error) {
    if (error instanceof RnpError) return new TextEncoder().encode(error.code);
    throw error;
  }
}

/** A named data set is what its manifest says: loading checks each file against it. Only ETH-80 may be a folder of the user's. */
async function contentOfKnown(known: KnownDataset, options: DataContentOptions): Promise<DataContent> {
  const { dataDir = defaultDataDir() } = options;
  if (known.parts !== undefined) {
    const parts = await Promise.all(known.parts.map((part) => contentOfKnown(part, options)));
    const digest = sha256(JSON.stringify(['rnp-made-1', known.made, parts.map((part) => part.digest)]));
    return { digest, files: null, imageShape: known.imageShape, splits: known.splits };
  }
  const sums = known.files === null ? known.sha256 : await sumsOf(known.files, { ...options, dataDir });
  const { name, imageShape, splits: lengths, made } = known;
  const digest = sha256(JSON.stringify(['rnp-dataset-1', name, sums, ...(made === undefined ? [] : [made])]));
  return { digest, files: null, imageShape, splits: lengths };
}

async function sumsOf(
  { source, of }: NonNullable<KnownDataset['files']>,
  options: DataContentOptions & { readonly dataDir: string },
): Promise<unknown> {
  const sums = splits.map((split) => of[split].map(({ sha256: sum }) => sum));
  if (source !== eth80Manifest) return sums;
  const folder = join(options.dataDir, source.folder);
  const own = await eth80FolderFiles(cachePath(options.dataDir, source, eth80Manifest.archive), folder);
  return own.length === 0 ? sums : digestsOf(folder, own, options);
}

async function digestsOf(
  folder: string,
  files: readonly DigestedFile[],
  { dataDir, signal, onProgress }: DataContentOptions & { readonly dataDir: string },
): Promise<Record<string, string>> {
  const digests = await fileDigests(folder, files, {
    cacheDir: join(dataDir, 'digests'),
    signal,
    onProgress: onProgress && ((done, total) => onProgress({ type: 'digest', file: folder, done, total })),
  });
  return Object.fromEntries(files.map(({ path }, i) => [path, digests[i]!]));
}

function pathIn(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}
