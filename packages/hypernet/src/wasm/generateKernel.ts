// n programs, f features, s entries of a generated tensor
import type { OpForm } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import { hypernetModule } from './hypernetModule.js';

/** Up to so many multiplications, and for a single program, sums run in float64, as in other thin products. */
const small = 1 << 15;

/**
 * A list of the features [n, f] and the last layer's matrices [f, s] → [n, Σ s], their products side by side. For few programs:
 * each matrix is read once.
 */
export const wasmGenerate: OpForm = /* @__PURE__ */ hypernetModule.form((wasm, host) => ({
  forward: ({ inputs }) => {
    const [features, ...kernels] = inputs as unknown as [tf.TensorInfo, ...tf.TensorInfo[]];
    const [n, f] = features.shape as [number, number];
    const total = kernels.reduce((sum, { shape }) => sum + shape[1]!, 0);
    const out = host.output([n, total], 'float32');
    const exact = n === 1 || n * f * total <= small ? 1 : 0;
    host.scratch(wasm.generateScratch(), (scratch) => {
      let to = host.address(out);
      for (const kernel of kernels) {
        const s = kernel.shape[1]!;
        wasm.generate(host.address(features), host.address(kernel), to, 4 * total, scratch, n, f, s, exact);
        to += 4 * s;
      }
    });
    return out;
  },
}));
