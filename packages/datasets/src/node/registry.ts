import { access, constants, stat } from 'node:fs/promises';
import type { Dataset } from '../dataset.js';
import { DatasetError } from '../errors.js';
import { fashionMnistManifest } from '../manifest/fashionMnist.js';
import type { Manifest, ManifestSplit } from '../manifest/manifest.js';
import { mnistManifest } from '../manifest/mnist.js';
import { cachePath } from './cachedFile.js';
import { defaultDataDir } from './dataDir.js';
import { type LoadOptions, loadFashionMnist, loadMnist } from './loadIdxDataset.js';

export interface DatasetInfo {
  readonly name: string;
  readonly description: string;
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  /** Images per split. */
  readonly splits: { readonly train: number; readonly test: number };
  /** Bytes in memory, both splits. */
  readonly bytes: number;
  /** Comes with the package: no network needed, ever. */
  readonly embedded: boolean;
  /** Whether a split can be loaded without a network. The content is checked when it is loaded. */
  readonly cached: { readonly train: boolean; readonly test: boolean };
}

export interface ListOptions {
  /** A folder per data set lies in here; `defaultDataDir()` unless given. */
  readonly dataDir?: string;
}

const downloadable: readonly Manifest[] = [mnistManifest, fashionMnistManifest];
const names: readonly string[] = ['digits', ...downloadable.map(({ name }) => name)];

/** Every data set that `loadDataset` knows, and which of them are here already. */
export async function listDatasets(options: ListOptions = {}): Promise<readonly DatasetInfo[]> {
  const { dataDir = defaultDataDir() } = options;
  const digits: DatasetInfo = {
    name: 'digits',
    description: '10,000 digits of the training set of MNIST, in the package',
    imageShape: [28, 28, 1],
    splits: { train: 9_000, test: 1_000 },
    bytes: 10_000 * (28 * 28 + 1),
    embedded: true,
    cached: { train: true, test: true },
  };
  const others = downloadable.map(async (manifest): Promise<DatasetInfo> => {
    const { name, description, imageShape, splits } = manifest;
    const isHere = async (split: ManifestSplit): Promise<boolean> => {
      const paths = [split.images, split.labels].map((file) => cachePath(dataDir, manifest, file));
      return (await Promise.all(paths.map(isReadableFile))).every(Boolean);
    };
    return {
      name,
      description,
      imageShape,
      splits: { train: splits.train.length, test: splits.test.length },
      bytes: [splits.train, splits.test].reduce(
        (sum, { images, labels }) => sum + images.bytes + labels.bytes,
        0,
      ),
      embedded: false,
      cached: { train: await isHere(splits.train), test: await isHere(splits.test) },
    };
  });
  return [digits, ...(await Promise.all(others))];
}

/**
 * A data set by its name: 'digits', 'mnist' or 'fashion-mnist'.
 *
 * @throws DatasetError `RNP_DATA_UNKNOWN` with the names there are; `RNP_DATA_FOLDER` for a folder
 */
export async function loadDataset(name: string, options: Omit<LoadOptions, 'manifest'>): Promise<Dataset> {
  switch (name) {
    case 'digits': {
      options.signal?.throwIfAborted();
      // On demand, so that nobody parses 2 MB of digits to train on clothes.
      const { embeddedDigits } = await import('../digits/index.js');
      return embeddedDigits({ split: options.split });
    }
    case 'mnist':
      return loadMnist(options);
    case 'fashion-mnist':
      return loadFashionMnist(options);
    default:
      if (/[\\/]|^\.+$/.test(name) || (await isFolder(name))) {
        throw new DatasetError(
          'RNP_DATA_FOLDER',
          `${name}: this version reads no folders of images yet. Choose one of ${names.join(', ')}`,
          { path: name },
        );
      }
      throw new DatasetError('RNP_DATA_UNKNOWN', `no data set '${name}'. Choose one of ${names.join(', ')}`);
  }
}

function isReadableFile(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    async () => (await stat(path)).isFile(),
    () => false,
  );
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}
