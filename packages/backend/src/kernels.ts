/** Entry `@rnp/backend/kernels`: this package's WASM functions by address, and how WebGPU is programmed, for kernels of other packages of this project. */
export type { ModuleExports } from './wasm/module.generated.js';
export { trainingKernels as backendModule } from './wasm/trainingKernels.js';
export { runWebgpu, sumOfThreads, threads, type WebgpuProgram, type WebgpuRun } from './webgpu/program.js';
