/** Entry `@rnp/nn/kernels`: this package's WASM functions by address, and what they compute, for kernels of other packages of this project. */
export { eluGradient } from './activation/plain.js';
export { standardised, standardisedGradient } from './layerNorm/plain.js';
export { type AdamAttributes, type AdamSettings, adamAttributes } from './optimiser/adamAttributes.js';
export { scaled } from './optimiser/clipping.js';
export { type AdamTensors, plainWay } from './optimiser/plain.js';
export { type AdamAddresses, inPlace, runAdam, type SharedData } from './optimiser/wasm.js';
export type { ModuleExports } from './wasm/module.generated.js';
export { nnModule } from './wasm/nnModule.js';
