// n programs, f features, s entries of a generated tensor
import type { WasmHost } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import type { HypernetExports } from './moduleExports.js';

/**
 * Inputs: an array of the features [n, f] and the last layer's matrices [f, s]. Output [n, Σ s], their products side by
 * side. For few programs: each matrix is read once.
 */
export const GENERATE = 'RnpGenerate';

/** Up to so many multiplications, and for a single program, sums run in float64, as in other thin products. */
const SMALL = 1 << 15;

export function generateKernel(wasm: HypernetExports, host: WasmHost): tf.KernelConfig {
  return {
    kernelName: GENERATE,
    backendName: 'wasm',
    kernelFunc: ({ inputs }) => {
      const [features, ...kernels] = inputs as unknown as [tf.TensorInfo, ...tf.TensorInfo[]];
      const [n, f] = features.shape as [number, number];
      const total = kernels.reduce((sum, { shape }) => sum + shape[1]!, 0);
      const out = host.output([n, total], 'float32');
      const exact = n === 1 || n * f * total <= SMALL ? 1 : 0;
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
  };
}

/** Gradients from stock products: few programs are hardly ever trained on. */
export function registerGenerateGradient(): void {
  if (tf.getGradient(GENERATE) != null) return;
  tf.registerGradient({
    kernelName: GENERATE,
    saveAllInputs: true,
    gradFunc: (dy, saved) => {
      const [features, ...kernels] = saved as [tf.Tensor2D, ...tf.Tensor2D[]];
      const slope = dy as tf.Tensor2D;
      const gradients: Record<string, () => tf.Tensor> = {
        0: () => tf.matMul(slope, tf.concat(kernels, 1), false, true),
      };
      let begin = 0;
      kernels.forEach((kernel, i) => {
        const from = begin;
        const s = kernel.shape[1];
        gradients[i + 1] = () => tf.matMul(features, tf.slice(slope, [0, from], [-1, s]), true);
        begin += s;
      });
      return gradients;
    },
  });
}
