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
export {
  fewPrograms,
  generate,
  generateFrom,
  generateJoined,
  type HypernetConfig,
  hypernetShapes,
  initHypernet,
  joinedOutputs,
  programFeatures,
} from './hypernetwork.js';
export { type LstmState, lstmCell } from './lstmCell.js';
export { drawPrimitives } from './primitives.js';
