/** Entry `@rnp/backend/kernels`: this package's WASM functions by address, for kernels of other packages of this project. */
export type { ModuleExports } from './wasm/module.generated.js';
export { trainingKernels as backendModule } from './wasm/trainingKernels.js';
