import { registerSampleGradients } from './gradients.js';
import { wasmKernels } from './wasm/wasmKernels.js';
import { webglKernels } from './webgl/webglKernels.js';
import { webgpuKernels } from './webgpu/webgpuKernels.js';

/** RnpSample, RnpPlaceSum and their gradients, on the backends for which this package has them. */
export const fusedKernels = {
  /** True when the active backend has them; they are then in place. Otherwise the composed form serves. */
  ensure: (): boolean => {
    const ready = wasmKernels.ensure() || webglKernels.ensure() || webgpuKernels.ensure();
    if (ready) registerSampleGradients();
    return ready;
  },
};
