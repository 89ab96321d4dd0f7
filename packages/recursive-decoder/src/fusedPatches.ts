// n programs, t steps, i inputs, H hidden, P values of a patch

import * as tf from '@tensorflow/tfjs-core';
import type { ModuleWeights } from './generateModule.js';
import { decoderModule } from './wasm/decoderModule.js';
import { PATCHES, PATCHES_GRAD } from './wasm/patchesKernels.js';

/**
 * The dense patch decoder on WASM: input → H (elu) → P (relu6), program by program, each way by one kernel that reads
 * a program's weights once for all steps. Its last layer's sums run in float32.
 *
 * @param input [n, t, i]
 * @param weights `decoder1/…` [n, i, H] and [n, H], `decoder2/…` [n, H, P] and [n, P]
 * @returns [n, t, P], the caller's; undefined on other backends
 */
export function fusedPatches(input: tf.Tensor3D, weights: ModuleWeights): tf.Tensor3D | undefined {
  if (!decoderModule.ensure()) return undefined;
  const run = (kernel: string, inputs: tf.NamedTensorMap): tf.Tensor[] =>
    tf.engine().runKernel(kernel, inputs) as tf.Tensor[];
  // All gradients come out of one sweep; those nobody asks for go with the rest of the backward pass.
  const op = tf.customGrad((...args) => {
    const [states, kernel1, bias1, kernel2, bias2] = args as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    const save = args.at(-1) as unknown as (tensors: tf.Tensor[]) => void;
    const [out, hidden] = run(PATCHES, { states, kernel1, bias1, kernel2, bias2 }) as [tf.Tensor, tf.Tensor];
    save([states, kernel1, kernel2, hidden, out]);
    return {
      value: out,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, first, second, layers, y] = saved as [
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
        ];
        return run(PATCHES_GRAD, { dy, states: x, kernel1: first, kernel2: second, hidden: layers, out: y });
      },
    };
  });
  const weight = (name: string): tf.Tensor => weights[name]!;
  return op(
    input,
    weight('decoder1/kernel'),
    weight('decoder1/bias'),
    weight('decoder2/kernel'),
    weight('decoder2/bias'),
  ) as tf.Tensor3D;
}
