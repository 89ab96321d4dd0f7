// n programs, f hidden features, s entries of a generated tensor
import { defineOp, type Op } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { wasmGenerate } from './wasm/generateKernel.js';

/** Up to this many programs, the last layer takes as long as reading its weights; joining its matrices would double that. */
export const fewPrograms = 8;

/** features [n, f] times matrices [f, s] side by side. */
export function lastLayer(features: tf.Tensor2D, kernels: readonly tf.Tensor[]): tf.Tensor2D {
  const inputs = [features, ...(kernels as readonly tf.Tensor2D[])] as const;
  if (features.shape[0] <= fewPrograms) return generateFew(inputs, {});
  if (kernels.length === 1) return generated(features, inputs[1]!, []) as tf.Tensor2D;
  return tf.tidy(() =>
    generated(features, tf.concat(inputs.slice(1) as tf.Tensor2D[], 1), []),
  ) as tf.Tensor2D;
}

/** features [n, f] times one matrix [f, s], as [n, ...shape]. */
export function lastLayerAs(features: tf.Tensor2D, kernel: tf.Tensor, shape: readonly number[]): tf.Tensor {
  if (features.shape[0] > fewPrograms) return generated(features, kernel as tf.Tensor2D, shape);
  return tf.tidy(() => tf.reshape(lastLayer(features, [kernel]), [features.shape[0], ...shape]));
}

/**
 * features [n, f] times a matrix [f, s], as [n, ...shape], or [n, s] without a shape: one op, whose gradient frees what comes back. Each program has
 * weights of its own, thousands of them, so that these and their gradients are most of what a step of training holds.
 */
export function generated(features: tf.Tensor2D, kernel: tf.Tensor2D, shape: readonly number[]): tf.Tensor {
  return generateMany({ features, kernel }, { shape });
}

type Product = { readonly features: tf.Tensor2D; readonly kernel: tf.Tensor2D };

const generateMany: Op<Product, { readonly shape: readonly number[] }, tf.Tensor> = /* @__PURE__ */ defineOp({
  name: 'generateMany',
  plain: ({ features, kernel }, { shape }) => {
    const product = tf.matMul(features, kernel);
    return shape.length === 0 ? product : tf.reshape(product, [features.shape[0], ...shape]);
  },
  plainGradient: {
    outputs: [false],
    compute: ({ dy: [dy], inputs: { features, kernel }, free }) => {
      const flat = dy!.rank === 2;
      const slope = flat ? dy! : tf.reshape(dy!, [features!.shape[0]!, kernel!.shape[1]!]);
      return {
        features: () => tf.matMul(slope, kernel!, false, true),
        // The last of both, and not asked for where programs alone are inferred.
        kernel: () => {
          const dKernel = tf.matMul(features!, slope, true);
          if (!flat) slope.dispose();
          free();
          return dKernel;
        },
      };
    },
  },
});

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
