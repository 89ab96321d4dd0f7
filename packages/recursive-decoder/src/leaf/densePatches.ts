// n programs, t children, i inputs, H hidden, P values of a patch
import { defineOp, type Op } from '@rnp/backend';
import { hyperDense } from '@rnp/hypernet';
import type { Parameters } from '@rnp/nn';
import { eluGradient, product } from '@rnp/nn/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { wasmPatches } from '../wasm/patchesKernels.js';

type DecoderInputs = {
  readonly states: tf.Tensor3D;
  readonly kernel1: tf.Tensor;
  readonly bias1: tf.Tensor;
  readonly kernel2: tf.Tensor;
  readonly bias2: tf.Tensor;
};

const op: Op<DecoderInputs, Readonly<Record<string, never>>, tf.Tensor3D> = /* @__PURE__ */ defineOp({
  name: 'patches',
  plain: plainPatches,
  wasm: wasmPatches,
  gradient: {
    keeps: true,
    inputs: ['states', 'kernel1', 'kernel2'],
    outputs: [true, true],
    // All gradients come out of one sweep; those nobody asks for go with the rest of the backward pass.
    compute: ({ dy: [dy], saved: [states, kernel1, kernel2, out, hidden], run, free }) => {
      const inputs = {
        dy: dy!,
        states: states!,
        kernel1: kernel1!,
        kernel2: kernel2!,
        hidden: hidden!,
        out: out!,
      };
      const [dStates, dKernel1, dBias1, dKernel2, dBias2] = run('gradient', inputs);
      free();
      return {
        states: () => dStates!,
        kernel1: () => dKernel1!,
        bias1: () => dBias1!,
        kernel2: () => dKernel2!,
        bias2: () => dBias2!,
      };
    },
  },
  plainGradient: {
    inputs: ['states', 'kernel1', 'kernel2'],
    forward: (inputs) => {
      const hidden = layer(inputs.states, inputs.kernel1, inputs.bias1, 'elu');
      return { outputs: layer(hidden, inputs.kernel2, inputs.bias2, 'relu6'), kept: [hidden] };
    },
    compute: ({ dy: [dy], inputs: { states, kernel1, kernel2 }, outputs: [y], kept: [hidden] }) => {
      const inside = tf.logicalAnd(tf.greater(y!, 0), tf.less(y!, 6));
      const d = tf.mul(dy!, tf.cast(inside, 'float32'));
      const dHidden = eluGradient(tf.matMul(d, kernel2!, false, true), hidden!);
      return {
        states: () => tf.matMul(dHidden, kernel1!, false, true),
        kernel1: () => tf.matMul(states!, dHidden, true),
        bias1: () => tf.sum(dHidden, 1),
        kernel2: () => tf.matMul(hidden!, d, true),
        bias2: () => tf.sum(d, 1),
      };
    },
  },
});

/** f([n, t, i] · [n, i, o] + [n, o]) */
function layer(x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor, activation: 'elu' | 'relu6'): tf.Tensor3D {
  const [n, o] = bias.shape as [number, number];
  return product(x, kernel, tf.reshape(bias, [n, 1, o]), activation) as tf.Tensor3D;
}

/**
 * The dense patch decoder: input → H (elu) → P (relu6). On WASM program by program, each way by one kernel that reads a program's
 * weights once for all children; its last layer's sums run in float32.
 *
 * @param input [n, t, i]
 * @param weights `decoder1/…` [n, i, H] and [n, H], `decoder2/…` [n, H, P] and [n, P]
 * @returns [n, t, P], the caller's
 */
export function densePatches(input: tf.Tensor3D, weights: Parameters): tf.Tensor3D {
  return op(inputsOf(input, weights), {});
}

/** What the op reads, by the names that it knows. */
export function inputsOf(states: tf.Tensor3D, weights: Parameters): DecoderInputs {
  return {
    states,
    kernel1: weights['decoder1/kernel']!,
    bias1: weights['decoder1/bias']!,
    kernel2: weights['decoder2/kernel']!,
    bias2: weights['decoder2/bias']!,
  };
}

/** The dense patch decoder from batched layers. */
export function plainPatches({ states, kernel1, bias1, kernel2, bias2 }: DecoderInputs): tf.Tensor3D {
  return hyperDense(hyperDense(states, kernel1, bias1, 'elu'), kernel2, bias2, 'relu6');
}
