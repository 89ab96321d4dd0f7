// n programs, f hidden features, s entries of a generated tensor
import { defineOp, type Op } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { wasmGenerate } from './wasm/generateKernel.js';

/** Up to this many programs, the last layer takes as long as reading its weights; joining its matrices would double that. */
export const fewPrograms = 8;

/** features [n, f] times matrices [f, s] side by side. */
export function lastLayer(features: tf.Tensor2D, kernels: readonly tf.Tensor[]): tf.Tensor2D {
  const inputs = [features, ...(kernels as readonly tf.Tensor2D[])] as const;
  return features.shape[0] <= fewPrograms ? generateFew(inputs, {}) : tf.tidy(() => plainGenerate(inputs));
}

type LastLayerInputs = readonly [features: tf.Tensor2D, ...kernels: tf.Tensor2D[]];

function plainGenerate([features, ...kernels]: LastLayerInputs): tf.Tensor2D {
  return tf.matMul(features, kernels.length === 1 ? kernels[0]! : tf.concat(kernels, 1));
}

const generateFew: Op<
  LastLayerInputs,
  Readonly<Record<string, never>>,
  tf.Tensor2D
> = /* @__PURE__ */ defineOp({
  name: 'generate',
  plain: plainGenerate,
  wasm: wasmGenerate,
  gradient: {
    // From plain products: few programs are hardly ever trained on.
    compute: ({ dy: [dy], saved }) => {
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
  },
});
