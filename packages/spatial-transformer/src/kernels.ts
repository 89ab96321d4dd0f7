/** Entry `@rnp/spatial-transformer/kernels`: this package's WASM functions by address, for kernels of other packages of this project. */
export type { ModuleExports } from './wasm/module.generated.js';
export { transformerModule } from './wasm/transformerModule.js';
