export { isModelName, loadModel, type ModelName, modelNames } from './loadModel.js';
export type { CardFigures, ModelCard } from './modelCard.js';
export type { LoadOptions, TrainedModel } from './trainedModel.js';
