export { type DrawOptions, draw } from './draw.js';
export { isModelName, loadModel, type ModelName, modelNames } from './loadModel.js';
export type { CardFigures, EarlierTraining, ModelCard } from './modelCard.js';
export { modelPreprocessing } from './modelPreprocessing.js';
export { type ParseOptions, type PictureModel, type PictureSource, parse } from './parse.js';
export type { LoadOptions, TrainedModel } from './trainedModel.js';
