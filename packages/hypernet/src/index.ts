export { type Activation, activate } from './activation.js';
export { biasActivation } from './biasActivation.js';
export { type CellWeights, cellGates } from './cellWeights.js';
export { dense } from './dense.js';
export { elmanCell } from './elmanCell.js';
export { HypernetConfigError, HypernetParameterError, HypernetShapeError } from './errors.js';
export { gruCell } from './gruCell.js';
export {
  convTransposeSize,
  type HyperConvTransposeOptions,
  hyperConvTranspose,
} from './hyperConvTranspose.js';
export { hyperDense } from './hyperDense.js';
export {
  FEW_PROGRAMS,
  generate,
  generateFrom,
  generateJoined,
  type HypernetConfig,
  hypernetShapes,
  initHypernet,
  joinedOutputs,
  programFeatures,
} from './hypernetwork.js';
export { glorotUniform } from './initialise.js';
export { layerNorm } from './layerNorm.js';
export { type LstmState, lstmCell } from './lstmCell.js';
export { countOf, type Parameters, prefixed, type Shapes, select, sizeOf } from './parameters.js';
export { drawPrimitives } from './primitives.js';
export { createRandom, type Random } from './random.js';
