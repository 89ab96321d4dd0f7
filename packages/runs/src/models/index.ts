export { childrenPerLevelOf } from './childrenPerLevel.js';
export { type ImageInput, isIndex } from './imageInput.js';
export { type DataListener, type ModelData, openModelData } from './modelData.js';
export { type ImageFlags, type ModelListeners, readModelImages } from './modelImages.js';
export { type ModelTraining, modelTraining } from './modelTraining.js';
export { type ModelAndImage, type OneImageFlags, openModelAndImage } from './nearestModel.js';
export { type OpenedModel, openModel, requireRnp } from './openModel.js';
export type { PreprocessingFlags } from './preprocessingFlags.js';
export { findModel } from './trainedModels.js';
