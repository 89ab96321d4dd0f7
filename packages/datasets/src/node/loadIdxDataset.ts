import type { Dataset } from '../dataset.js';
import { idxDataset } from '../idx.js';
import { fashionMnistManifest } from '../manifest/fashionMnist.js';
import type { Manifest } from '../manifest/manifest.js';
import { mnistManifest } from '../manifest/mnist.js';
import { inkPreprocessing } from '../preprocessing.js';
import { requireSplit } from '../requireSplit.js';
import { cachedFile, cachePath } from './cachedFile.js';
import { defaultDataDir } from './dataDir.js';
import { type LoadOptions, requireLoadOptions } from './loadOptions.js';
import { requireManifest } from './requireManifest.js';

/** How `loadMnist` and `loadFashionMnist` load. */
export interface IdxLoadOptions extends LoadOptions {
  /**
   * Other mirrors, or another data set of the same form. Default `mnistManifest` or `fashionMnistManifest`.
   */
  readonly manifest?: Manifest;
}

/**
 * Loads MNIST: 60,000 digits to train, 10,000 to test, [28, 28, 1]. The files are read from the data folder,
 * and downloaded to it the first time; their length and sha256 are checked every time.
 *
 * @throws RnpError RNP_DATA_… for missing or wrong files, RNP_CONFIG for invalid options, RNP_FILE; the
 *   signal's reason when it is aborted
 */
export function loadMnist(options: IdxLoadOptions): Promise<Dataset> {
  return loadIdxDataset(mnistManifest, options);
}

/**
 * Loads Fashion-MNIST: 60,000 pieces of clothing to train, 10,000 to test, [28, 28, 1]. As `loadMnist`.
 *
 * @throws RnpError as `loadMnist`
 */
export function loadFashionMnist(options: IdxLoadOptions): Promise<Dataset> {
  return loadIdxDataset(fashionMnistManifest, options);
}

async function loadIdxDataset(usual: Manifest, options: IdxLoadOptions): Promise<Dataset> {
  requireLoadOptions(options, ['split'], ['manifest']);
  const { split, dataDir = defaultDataDir(), manifest = usual } = options;
  requireManifest(manifest, ['splits']);
  requireSplit(manifest.name, split);
  const files = manifest.splits[split];
  // One after the other: the labels are tiny, and one failure is told once.
  const images = await cachedFile(manifest, files.images, { ...options, dataDir });
  const labels = await cachedFile(manifest, files.labels, { ...options, dataDir });
  const dataset = idxDataset(images, labels, {
    name: manifest.name,
    split,
    imagesPath: cachePath(dataDir, manifest, files.images),
    labelsPath: cachePath(dataDir, manifest, files.labels),
    classNames: manifest.classNames,
  });
  return manifest.ink ? { ...dataset, preprocessing: inkPreprocessing(dataset.imageShape) } : dataset;
}
