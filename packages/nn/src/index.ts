export { activate, biasActivation } from './activation/layer.js';
export type { Activation } from './activation/plain.js';
export type { JoinedAverages } from './batchNorm/joinedAverages.js';
export {
  type BatchNormOptions,
  batchNorm,
  batchNormRunningShapes,
  batchNormShapes,
  type Gather,
  initBatchNorm,
} from './batchNorm/layer.js';
export {
  type Convolution,
  convolutionRunningShapes,
  convolutionShapes,
  convolve,
  convolvedSize,
  initConvolution,
} from './convolution/layer.js';
export { dense, denseShapes, initDense } from './dense/layer.js';
export { defaultEpsilon } from './epsilon.js';
export { glorotUniform } from './initialise.js';
export { initLayerNorm, layerNorm, layerNormShapes } from './layerNorm/layer.js';
export { type AdamOptions, type AdamState, type AdamUpdate, adamUpdate, initAdam } from './optimiser/adam.js';
export type { AdamSettings } from './optimiser/adamAttributes.js';
export { clipFactor, globalNorm } from './optimiser/clipping.js';
export { type SharedOptimiser, sharedOptimiser } from './optimiser/shared.js';
export { countOf, type Parameters, prefixed, type Shapes, select, sizeOf } from './parameters.js';
export { createRandom, type Random } from './random.js';
export { stopGradient } from './stopGradient.js';
