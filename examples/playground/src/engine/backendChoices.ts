import type { BackendName } from '@rnp/backend';

export interface BackendChoice {
  readonly id: string;
  readonly label: string;
  /** From the most to the least wanted. */
  readonly names: readonly BackendName[];
  /** Said when it is chosen. */
  readonly note?: string;
}

/** What a visitor can choose. Every choice ends with one that runs everywhere. */
export const backendChoices: readonly BackendChoice[] = [
  { id: 'wasm', label: 'WASM', names: ['wasm', 'cpu'] },
  {
    id: 'wasm-threads',
    label: 'WASM, threads',
    names: ['wasm', 'cpu'],
    note: 'Runs on one thread: the kernels of @rnp/backend share the memory of TensorFlow.js, which its threaded build does not allow. Training spreads over workers instead.',
  },
  { id: 'webgpu', label: 'WebGPU', names: ['webgpu', 'wasm', 'cpu'] },
  { id: 'webgl', label: 'WebGL', names: ['webgl', 'wasm', 'cpu'] },
  { id: 'cpu', label: 'JavaScript', names: ['cpu'] },
];
