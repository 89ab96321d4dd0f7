export { batchOf, createDataset, type Dataset, type Labels, subset } from './dataset.js';
export { DatasetError, type DatasetErrorCode, type DatasetErrorOptions } from './errors.js';
export { type IdxArray, type IdxDatasetOptions, idxDataset, parseIdx } from './idx.js';
export { batchIndices, order } from './order.js';
export { sequentialBatches } from './sequentialBatches.js';
export { type BatchSource, trainingData } from './trainingData.js';
