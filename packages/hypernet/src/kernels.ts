/** Entry `@rnp/hypernet/kernels`: this package's WASM functions by address, for kernels of other packages of this project. */
export { trunkParameters } from './hypernetwork.js';
export { hypernetModule } from './wasm/hypernetModule.js';
export type { ModuleExports } from './wasm/module.generated.js';
