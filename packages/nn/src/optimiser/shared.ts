import { RnpError, shown } from '@rnp/errors';
import { type ModuleExports, moduleBase64 } from '../wasm/sharedModule.generated.js';
import { type AdamSettings, adamAttributes } from './adamAttributes.js';
import { type AdamAddresses, runAdam } from './wasm.js';

/** The optimiser's passes over memory that workers share. Addresses are in bytes, multiples of 16; values are float32. */
export interface SharedOptimiser {
  /** Adds `parts` vectors of n values, `stride` bytes apart, into the first, and returns the sum of squares. */
  sumParts(first: number, stride: number, parts: number, n: number): number;
  /** Update number `updates` (from 1) of n weights, in place, as `adamUpdate` makes it. */
  adam(
    n: number,
    at: Pick<AdamAddresses, 'value' | 'gradient' | 'first' | 'second'> & {
      /** Of the factor that every gradient is multiplied with. */
      readonly factor: number;
    },
    updates: number,
    settings: AdamSettings,
  ): void;
}

/** The passes for one memory that is shared. @throws RnpError RNP_CONFIG for any other */
export function sharedOptimiser(memory: WebAssembly.Memory): SharedOptimiser {
  const kind = Object.prototype.toString.call((memory as Partial<WebAssembly.Memory> | undefined)?.buffer);
  if (kind !== '[object SharedArrayBuffer]') {
    const problem = `must be a WebAssembly.Memory that is shared, not ${shown(memory)}`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'memory' });
  }
  const bytes = Uint8Array.from(atob(moduleBase64), (character) => character.charCodeAt(0));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const wasm = instance.exports as unknown as ModuleExports;
  return {
    sumParts: wasm.sumParts,
    adam: (n, { factor, ...at }, updates, settings) =>
      runAdam(
        wasm,
        n,
        { ...at, newValue: at.value, newFirst: at.first, newSecond: at.second },
        new Float32Array(memory.buffer, factor, 1)[0]!,
        adamAttributes(updates, settings),
      ),
  };
}
