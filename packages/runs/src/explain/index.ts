export { blendedWholes, type Combination, type PartSwap, swappedPart } from './combination.js';
export { type Explained, explainPrograms, ownCanvas, partsExample } from './explain.js';
export { type ExplainedImage, explainImage, explainImages } from './explainImages.js';
export { type ExplainedPicture, type ExplainPictureOptions, explainPicture } from './explainPicture.js';
export {
  drawSamples,
  explainAtOneLook,
  interpolationPicture,
  partsPicture,
  samplesGrid,
  samplesPicture,
} from './figures.js';
export {
  type LevelProgram,
  type LevelProgramsOptions,
  levelPrograms,
  programPictures,
} from './levelPrograms.js';
export {
  type KnownScenes,
  type MeasuredScene,
  type MeasureScenesOptions,
  measureScenes,
  type SceneMeasures,
} from './measureScenes.js';
export { parsePage } from './parsePage.js';
export { rasterOf, rastersOf, scaleFor } from './rasters.js';
export { type ScenesFigureOptions, scenesFigure } from './scenesFigure.js';
export type { ShownScene } from './shownScene.js';
export { worstScenes } from './worstScenes.js';
