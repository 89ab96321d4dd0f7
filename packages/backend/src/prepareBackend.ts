import { replaceCpuSplit } from './cpuSplit.js';
import { guardEngine } from './engineGuard.js';
import { registerGradients } from './gradients.js';
import { trainingKernels } from './wasm/trainingKernels.js';
import { mendProducts } from './webgl/evenProducts.js';
import { replaceWebgpuSplit } from './webgpu/split.js';

/**
 * Registers all gradients and, if WASM is the active backend, the kernels that it lacks for training; on WebGL products are mended. From then on, a
 * call that throws leaves no tensors behind, and exhausted memory is a typed error.
 * Synchronous, idempotent and cheap: for programs that call `tf.setBackend` themselves. `useBackend` includes it.
 *
 * @throws RnpError `RNP_BACKEND_FAILED` where WASM is active and cannot run SIMD
 */
export function prepareBackend(): void {
  registerGradients();
  guardEngine();
  trainingKernels.ensure();
  replaceCpuSplit();
  mendProducts();
  replaceWebgpuSplit();
}
