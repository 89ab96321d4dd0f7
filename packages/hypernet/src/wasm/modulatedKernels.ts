// n programs, S entries of generated tensors side by side, U of their gains and shifts
import type { OpForm, WasmHost } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import type { ModulatedAttributes } from '../units.js';
import { hypernetModule } from './hypernetModule.js';

/** Numbers that tell the kernels of one layout. */
const fields = 4;

/** gains [n, U] and shared [S] → [n, S]; with dy [n, S] → the gradients of both. */
export const wasmModulated: OpForm = /* @__PURE__ */ hypernetModule.form((wasm, host) => ({
  forward: ({ inputs, attrs }) => {
    const { gains, shared } = inputs as unknown as Record<'gains' | 'shared', tf.TensorInfo>;
    const n = gains.shape[0]!;
    const out = host.output([n, shared.shape[0]!], 'float32');
    withLayouts(host, attrs as unknown as ModulatedAttributes, (layouts, count) =>
      wasm.modulate(host.address(gains), host.address(shared), host.address(out), layouts, count, n),
    );
    return out;
  },
  gradient: ({ inputs, attrs }) => {
    const { dy, gains, shared } = inputs as unknown as Record<'dy' | 'gains' | 'shared', tf.TensorInfo>;
    const dGains = host.output(gains.shape, 'float32');
    const dShared = host.output(shared.shape, 'float32');
    withLayouts(host, attrs as unknown as ModulatedAttributes, (layouts, count) =>
      wasm.modulateGrad(
        host.address(dy),
        host.address(gains),
        host.address(shared),
        host.address(dGains),
        host.address(dShared),
        layouts,
        count,
        gains.shape[0]!,
        shared.shape[0]!,
      ),
    );
    return [dGains, dShared];
  },
}));

function withLayouts(
  host: WasmHost,
  { layouts }: ModulatedAttributes,
  use: (address: number, count: number) => void,
): void {
  host.scratch(4 * fields * layouts.length, (address) => {
    const told = new Int32Array(host.memory().buffer, address, fields * layouts.length);
    layouts.forEach(({ rows, units, inner, vector }, i) => {
      told.set([rows, units, inner, vector ? 1 : 0], fields * i);
    });
    use(address, layouts.length);
  });
}
