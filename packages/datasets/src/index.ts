export { type AmongOthers, amongOthers, type BatchAmongOthers } from './amongOthers.js';
export { type Augmentation, augmentBatch } from './augment.js';
export { batchOf, requireIndex } from './batchOf.js';
export { createDataset } from './createDataset.js';
export type { Dataset, Labels, Recipe } from './dataset.js';
export { type ColouredOptions, coloured } from './derived/coloured.js';
export { type DigitPairsOptions, digitPairs, digitsOfPair } from './derived/digitPairs.js';
export { type OneShotRunsOptions, oneShotRuns } from './derived/oneShotRuns.js';
export { recipeOf } from './derived/recipe.js';
export { type RecombinedOptions, recombined } from './derived/recombined.js';
export { onlyClasses, whereLabel, withoutClasses } from './derived/selection.js';
export { type IdxArray, type IdxDatasetOptions, idxDataset, parseIdx } from './idx.js';
export { meanImage, meanImageSse } from './meanImage.js';
export type { OneShotRun } from './oneShotRun.js';
export { batchIndices, order } from './order.js';
export type { DescribeOptions, FolderDescription } from './pictures/describePictures.js';
export { folderLines, folderTable } from './pictures/folderWords.js';
export { defaultImagesOptions, type ImagesOptions } from './pictures/imagesOptions.js';
export { type LeftOut, type LeftOutReason, leftOutWords } from './pictures/leftOut.js';
export { describeFiles, type FolderFile, imagesOfFiles } from './pictures/pictureFiles.js';
export { preprocessingOf } from './preprocessing.js';
export type { DataProgress, DataProgressListener } from './progress.js';
export type { Scene, SceneBox, SceneObject } from './scenes/scene.js';
export { type SceneSource, sceneSource } from './scenes/sceneSource.js';
export { scenes } from './scenes/scenes.js';
export {
  defaultScenesOptions,
  type SceneBackground,
  type SceneSettings,
  type ScenesOptions,
} from './scenes/scenesOptions.js';
export { sequentialBatches } from './sequentialBatches.js';
export { subset } from './subset.js';
export {
  type BatchSource,
  type BatchSourceRequest,
  type TrainingDataOptions,
  trainingData,
} from './trainingData.js';
