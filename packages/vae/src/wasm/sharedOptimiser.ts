import type { OptimiserExports } from './optimiserKernels.js';
import { moduleBase64 } from './sharedModule.generated.js';

/** The optimiser's passes over memory that workers share (assembly/shared.ts). Addresses are in bytes. */
export interface SharedOptimiser {
  /** Adds `parts` vectors of n values, `stride` bytes apart, into the first, and returns the sum of squares. */
  sumParts(first: number, stride: number, parts: number, n: number): number;
  /** See assembly/adam.ts. */
  adam: OptimiserExports['adam'];
}

/** The passes for one shared memory. */
export function sharedOptimiser(memory: WebAssembly.Memory): SharedOptimiser {
  const bytes = Uint8Array.from(atob(moduleBase64), (character) => character.charCodeAt(0));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return instance.exports as unknown as SharedOptimiser;
}
