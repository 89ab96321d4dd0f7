import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { guardWasm } from './guard.js';
import type { WasmBackend } from './wasmBackend.js';

/** What a kernel of a side module may ask of the backend whose memory it shares. Addresses are byte offsets. */
export interface WasmHost {
  /** The shared memory. It grows: build typed views after the last allocation, never before. */
  memory(): WebAssembly.Memory;
  /** @throws RnpError `RNP_BACKEND_MEMORY` when the memory is exhausted */
  malloc(bytes: number): number;
  free(pointer: number): void;
  /** Where a tensor's data begins. */
  address(info: tf.TensorInfo): number;
  /**
   * An uninitialised tensor for a kernel to fill; its owner is whoever called the kernel.
   *
   * @throws RnpError `RNP_BACKEND_MEMORY` when the memory is exhausted
   */
  output(shape: number[], dtype: 'float32' | 'int32' | 'bool'): tf.TensorInfo;
  /**
   * A tensor of the same shape for a kernel to fill, in the place of this one, which is lost, or elsewhere if somebody else holds its data. For
   * gradients of ops that free what they read (`OpGradient.frees`).
   *
   * @throws RnpError `RNP_BACKEND_MEMORY` when the memory is exhausted
   */
  outputOver(info: tf.TensorInfo): tf.TensorInfo;
  /** Releases a tensor that `output` or another kernel made. */
  dispose(info: tf.TensorInfo): void;
  /** Runs `use` with `bytes` bytes of scratch memory (16-byte aligned), freed afterwards, also when it throws. */
  scratch<T>(bytes: number, use: (pointer: number) => T): T;
  /** The kernel that stood under this name before a side module replaced it; undefined where there was none. */
  stock(kernelName: string): tf.KernelFunc | undefined;
}

/** The host for one instance of the WASM backend. */
export function wasmHost(backend: WasmBackend, stock: WasmHost['stock']): WasmHost {
  guardWasm(backend);
  const { wasm } = backend;
  const malloc = (bytes: number): number => wasm._malloc(bytes);
  const free = (pointer: number): void => wasm._free(pointer);
  return {
    memory: () => {
      const memory = wasm.wasmMemory ?? wasm.asm?.memory;
      if (memory === undefined) {
        throw new RnpError(
          'RNP_BACKEND_FAILED',
          'this tfjs-backend-wasm does not show its memory; install @tensorflow/tfjs-backend-wasm@4.22.0',
        );
      }
      return memory;
    },
    malloc,
    free,
    address: (info) => backend.dataIdMap.get(info.dataId).memoryOffset,
    output: (shape, dtype) => backend.makeOutput(shape, dtype),
    outputOver: ({ dataId, shape, dtype }) => {
      if (backend.refCount(dataId) > 1) return backend.makeOutput(shape, dtype as 'float32');
      backend.incRef(dataId);
      return { dataId, shape, dtype };
    },
    dispose: (info) => void backend.disposeData(info.dataId),
    scratch: (bytes, use) => {
      // malloc aligns to 8; vectors want 16.
      const block = malloc(bytes + 16);
      try {
        return use(block + 15 - ((block + 15) % 16));
      } finally {
        free(block);
      }
    },
    stock,
  };
}

/** The active backend when it is the WASM one. */
export function activeWasmBackend(): WasmBackend | undefined {
  return tf.getBackend() === 'wasm' ? (tf.backend() as unknown as WasmBackend) : undefined;
}
