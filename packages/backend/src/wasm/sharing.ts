import * as tf from '@tensorflow/tfjs-core';
import type { WasmHost } from './host.js';
import type { WasmBackend } from './wasmBackend.js';

/**
 * Identity without a copy: both tensors stand on the same, never mutated, data. The stock kernel copies, and the
 * engine runs it for every tensor that a gradient will need.
 */
export function identityKernel(): tf.KernelConfig {
  return {
    kernelName: tf.Identity,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend }) => share(inputs.x!, backend as WasmBackend),
  };
}

/** Cast; to the type a tensor has already it shares the data, where the stock kernel copies. */
export function castKernel(host: WasmHost): tf.KernelConfig {
  return {
    kernelName: tf.Cast,
    backendName: 'wasm',
    kernelFunc: (call) => {
      const x = call.inputs.x!;
      if ((call.attrs as unknown as tf.CastAttrs).dtype === x.dtype)
        return share(x, call.backend as WasmBackend);
      return host.stock(tf.Cast)!(call);
    },
  };
}

function share(x: tf.TensorInfo, backend: WasmBackend): tf.TensorInfo {
  backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}
