/** Entry `@rnp/hypernet/kernels`: this package's WASM functions by address, trunks as a batch and the last layer as one op, for other packages of this project. */
export { trunkParameters } from './hypernetwork.js';
export { type JoinedTrunks, joinTrunks } from './joinedTrunks.js';
export { generated } from './lastLayer.js';
export { trunks } from './trunks.js';
export { hypernetModule } from './wasm/hypernetModule.js';
export type { ModuleExports } from './wasm/module.generated.js';
