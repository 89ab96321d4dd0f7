// n programs, z latent size, f hidden features
import { defineOp, type Op } from '@rnp/backend';
import { activate, defaultEpsilon, dense, layerNorm, stopGradient } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { float64Trunk } from './float64Trunk.js';
import { wasmTrunk } from './wasm/trunkKernels.js';

/**
 * Everything before a hypernetwork's last layer: LayerNorm(z) → layers × [Dense → LayerNorm → elu].
 *
 * Where tensors lie in this process's memory (cpu, wasm) the values are float64's, rounded once: in float32 this chain
 * of normalisations makes most of a decoder's rounding error (some five times what comes after it), and next to the
 * generated layers it is little work. Gradients run in float32. On WASM one kernel each way.
 *
 * @param z [n, z]
 * @param parameters gamma, beta of the first norm; then kernel, bias, gamma, beta of each layer
 * @returns [n, f]
 */
export function trunk(z: tf.Tensor2D, parameters: readonly tf.Tensor[]): tf.Tensor2D {
  return op([z, ...parameters], { epsilon: defaultEpsilon });
}

const op: Op<readonly tf.Tensor[], { readonly epsilon: number }, tf.Tensor2D> = /* @__PURE__ */ defineOp({
  name: 'trunk',
  plain: ([z, ...parameters]) => preciseTrunk(z as tf.Tensor2D, parameters),
  wasm: wasmTrunk,
  gradient: {
    keeps: true,
    outputs: [false, true],
    // All gradients come out of one sweep; those nobody asks for go with the rest of the backward pass.
    compute: ({ dy: [dy], saved, run }) => {
      const gradients = run('gradient', [dy!, saved.at(-1)!, ...saved.slice(0, -1)]);
      return Object.fromEntries(gradients.map((gradient, i) => [i, () => gradient]));
    },
  },
});

/** The plain form; on cpu with the rounding of its values mended. */
function preciseTrunk(z: tf.Tensor2D, parameters: readonly tf.Tensor[]): tf.Tensor2D {
  const rough = plainTrunk(z, parameters);
  if (tf.getBackend() !== 'cpu') return rough;
  // Off the tape: a gradient sees the rough steps alone, the correction is a constant to it.
  const correction = stopGradient(() => tf.sub(exactTrunk(z, parameters), rough));
  return tf.add(rough, correction) as tf.Tensor2D;
}

function exactTrunk(z: tf.Tensor2D, parameters: readonly tf.Tensor[]): tf.Tensor {
  const [programs, ...rest] = [z, ...parameters].map((input) => input.dataSync() as Float32Array);
  return tf.tensor2d(float64Trunk(programs!, rest), [z.shape[0], rest.at(-1)!.length]);
}

/** The same by layers of their own, in float32: other backends, and the oracle of the kernels. */
export function plainTrunk(z: tf.Tensor2D, parameters: readonly tf.Tensor[]): tf.Tensor2D {
  let x = layerNorm(z, parameters[0]!, parameters[1]!, defaultEpsilon);
  for (let i = 2; i < parameters.length; i += 4) {
    const [kernel, bias, gamma, beta] = parameters.slice(i, i + 4) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    x = activate(layerNorm(dense(x, kernel, bias), gamma, beta, defaultEpsilon), 'elu');
  }
  return x;
}
