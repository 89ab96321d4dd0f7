import type * as tf from '@tensorflow/tfjs-core';
import type { WasmHost } from './host.js';

/** Input x, attribute `target`: a Float32Array that takes its values; no output. */
export const COPY_OUT = 'RnpCopyOut';

export function copyOutKernel(host: WasmHost): tf.KernelConfig {
  return {
    kernelName: COPY_OUT,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { target } = attrs as unknown as { target: Float32Array };
      target.set(new Float32Array(host.memory().buffer, host.address(inputs.x!), target.length));
      return [];
    },
  };
}
