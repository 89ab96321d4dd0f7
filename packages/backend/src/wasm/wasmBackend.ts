import type * as tf from '@tensorflow/tfjs-core';

/** The part of the TensorFlow.js WASM backend that side modules stand on (tfjs-backend-wasm 4.22.0). */
export interface WasmBackend {
  readonly wasm: {
    readonly wasmMemory?: WebAssembly.Memory;
    readonly asm?: { readonly memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    readonly HEAPU8: Uint8Array;
    onAbort?: (what: unknown) => void;
  };
  readonly dataIdMap: {
    has(dataId: object): boolean;
    get(dataId: object): { readonly memoryOffset: number; refCount: number };
    delete(dataId: object): boolean;
  };
  move(dataId: object, ...rest: unknown[]): void;
  makeOutput(
    shape: number[],
    dtype: tf.DataType,
    memoryOffset?: number | null,
    values?: unknown,
  ): tf.TensorInfo;
  incRef(dataId: object): void;
  refCount(dataId: object): number;
  disposeData(dataId: object, force?: boolean): boolean;
  dispose(): void;
}
