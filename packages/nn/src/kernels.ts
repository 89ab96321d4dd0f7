/** Entry `@rnp/nn/kernels`: this package's WASM functions by address, and what they compute, for kernels of other packages of this project. */
export { eluGradient } from './activation/plain.js';
export { joinedAverages } from './batchNorm/joinedAverages.js';
export { normRows, normRowsGradient, standardRows, standardRowsGradient } from './layerNorm/rows.js';
export { adamOfJoined } from './optimiser/adam.js';
export { type AdamAttributes, type AdamSettings, adamAttributes } from './optimiser/adamAttributes.js';
export { hasNormKernel, scaled } from './optimiser/clipping.js';
export {
  type JoinedGradient,
  joinedGradients,
  joinedNorm,
  type WeightPenalty,
} from './optimiser/joinedGradients.js';
export { type AdamTensors, plainWay } from './optimiser/plain.js';
export { type AdamAddresses, inPlace, runAdam, type SharedData } from './optimiser/wasm.js';
export { product } from './product.js';
export type { ModuleExports } from './wasm/module.generated.js';
export { nnModule } from './wasm/nnModule.js';
