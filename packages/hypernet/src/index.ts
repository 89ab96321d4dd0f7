export { type CellWeights, cellGates } from './cellWeights.js';
export { elmanCell } from './elmanCell.js';
export { gruCell } from './gruCell.js';
export {
  convTransposeSize,
  defaultHyperConvTransposeOptions,
  type HyperConvTransposeOptions,
  hyperConvTranspose,
} from './hyperConvTranspose.js';
export { hyperDense } from './hyperDense.js';
export { type GeneratorKind, generatorKinds, type HypernetConfig } from './hypernetConfig.js';
export { hypernetShapes, initHypernet } from './hypernetParameters.js';
export { generate, generateFrom, programFeatures } from './hypernetwork.js';
export { generateJoined, generateWith, type JoinedOutputs, joinedOutputs } from './joinedOutputs.js';
export { fewPrograms } from './lastLayer.js';
export { type LstmState, lstmCell } from './lstmCell.js';
export { drawPrimitives } from './primitives.js';
