/** Entry `@rnp/hypernet/kernels`: this package's WASM functions by address, trunks as a batch and what the last layer reads of them, for other packages of this project. */
export { sharedWeights } from './hypernetParameters.js';
export { lastInput, trunkParameters } from './hypernetwork.js';
export { matricesOfFeatures } from './joinedOutputs.js';
export { type JoinedTrunks, joinTrunks } from './joinedTrunks.js';
export { trunks } from './trunks.js';
export { hypernetModule } from './wasm/hypernetModule.js';
export type { ModuleExports } from './wasm/module.generated.js';
