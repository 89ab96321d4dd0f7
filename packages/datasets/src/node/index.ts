export { fashionMnistManifest } from '../manifest/fashionMnist.js';
export type { Manifest, ManifestFile, ManifestSplit } from '../manifest/manifest.js';
export { mnistManifest } from '../manifest/mnist.js';
export type { CachedFileOptions } from './cachedFile.js';
export { type DataDirEnvironment, defaultDataDir } from './dataDir.js';
export { type LoadOptions, loadFashionMnist, loadMnist } from './loadIdxDataset.js';
export type { DataProgress, DataProgressListener } from './progress.js';
export { type DatasetInfo, type ListOptions, listDatasets, loadDataset } from './registry.js';
