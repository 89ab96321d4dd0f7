// n samples (one bias each), c entries a row
import { defineOp, type Op } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { checkActivation } from '../checks.js';
import { expectTensor } from '../shapeCheck.js';
import {
  type Activation,
  plainActivation,
  plainBiasActivation,
  plainBiasActivationGradients,
} from './plain.js';
import { type BiasActivationAttributes, type Coded, hasCode, wasmBiasActivation } from './wasm.js';

/**
 * f(x + bias). On WASM one kernel; its gradients are computed from the output, one at a time, so a gradient that is not
 * requested costs nothing. 'sin' is the exception (its output does not determine its slope): bias first, then sine.
 *
 * @param x [m, …, c], m a multiple of n: m/n consecutive entries of the first axis share a bias
 * @param bias [n, c], one for each sample; [c], one for all; or none
 * @returns x's shape
 * @throws RnpError RNP_SHAPE when the bias does not fit; RNP_CONFIG for an unknown activation
 */
export function biasActivation<T extends tf.Tensor>(
  x: T,
  bias: tf.Tensor | undefined,
  activation: Activation,
): T {
  expectTensor('x', x);
  if (bias !== undefined) expectTensor('bias', bias);
  checkActivation('activation', activation);
  const c = x.shape.at(-1) ?? 1;
  const n = bias?.rank === 2 ? bias.shape[0]! : 1;
  if (
    bias !== undefined &&
    (bias.rank === 0 || bias.rank > 2 || bias.shape.at(-1) !== c || x.shape[0]! % n !== 0)
  ) {
    throw new RnpError(
      'RNP_SHAPE',
      `is [${bias.shape.join(', ')}], which does not fit x, [${x.shape.join(', ')}]: it must be [${c}] or ` +
        `[n, ${c}] with n a divisor of ${x.shape[0]}`,
      { path: 'bias' },
    );
  }
  if (bias === undefined && activation === 'identity') return tf.clone(x);
  if (hasCode(activation)) return run(x, bias, n, c, activation) as T;
  if (bias === undefined) return plainActivation(x, activation) as T;
  return tf.tidy(() => plainActivation(run(x, bias, n, c, 'identity'), activation)) as T;
}

/** The activation of every entry; a new tensor of the same shape, also for 'identity'. */
export function activate<T extends tf.Tensor>(x: T, activation: Activation): T {
  return biasActivation(x, undefined, activation);
}

const op: Op<
  { readonly x: tf.Tensor; readonly bias: tf.Tensor | undefined },
  BiasActivationAttributes,
  tf.Tensor
> = /* @__PURE__ */ defineOp({
  name: 'biasActivation',
  plain: ({ x, bias }, attributes) => plainBiasActivation(x, bias, attributes),
  wasm: wasmBiasActivation,
  gradient: {
    outputs: [true],
    inputs: [],
    // One kernel a gradient: only those that are asked for run.
    compute: ({ dy: [dy], saved: [y], attributes, run: kernel }) => ({
      // The bias alone has slope 1: no copy.
      x: () =>
        attributes.activation === 'identity'
          ? tf.reshape(dy!, dy!.shape)
          : kernel('gradX', { dy: dy!, y: y! })[0]!,
      bias: () => kernel('gradBias', { dy: dy!, y: y! })[0]!,
    }),
  },
  plainGradient: {
    inputs: [],
    compute: ({ dy: [dy], outputs: [y], attributes }) => plainBiasActivationGradients(dy!, y!, attributes),
  },
});

/** Whether the active backend has a kernel for it. */
export function hasBiasKernel(): boolean {
  return op.hasOwnForm();
}

function run(x: tf.Tensor, bias: tf.Tensor | undefined, n: number, c: number, activation: Coded): tf.Tensor {
  const rows = n * c === 0 ? 0 : x.size / (n * c);
  return op({ x, bias }, { n, rows, c, activation, biasShape: bias?.shape ?? [] });
}
