export { adamFromSafetensors, adamToSafetensors } from './adamFile.js';
export {
  type ModelDocument,
  type ModelKind,
  mostConfigBytes,
  readModelConfig,
  writeModelConfig,
} from './modelConfig.js';
export {
  type LoadedModel,
  type ModelFiles,
  type ModelFromFilesOptions,
  modelFromFiles,
  modelToFiles,
} from './modelFiles.js';
export { readSafetensors, type Safetensors, type StoredTensor, writeSafetensors } from './safetensors.js';
export {
  expectedShapes,
  type WeightShapes,
  weightsFromSafetensors,
  weightsToSafetensors,
} from './weightFile.js';
