import type { BackendName } from '@rnp/backend';

export interface BackendChoice {
  readonly id: string;
  readonly label: string;
  /** From the most to the least wanted. */
  readonly names: readonly BackendName[];
}

/** What a visitor can choose. Every choice ends with one that runs everywhere. */
export const backendChoices: readonly BackendChoice[] = [
  { id: 'wasm', label: 'WASM', names: ['wasm', 'cpu'] },
  { id: 'webgpu', label: 'WebGPU', names: ['webgpu', 'wasm', 'cpu'] },
  { id: 'webgl', label: 'WebGL', names: ['webgl', 'wasm', 'cpu'] },
  { id: 'cpu', label: 'JavaScript', names: ['cpu'] },
];
