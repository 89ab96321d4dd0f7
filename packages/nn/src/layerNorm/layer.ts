// c entries a row
import { defineOp, type Op, requireBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkCount } from '../checks.js';
import { defaultEpsilon } from '../epsilon.js';
import type { Parameters, Shapes } from '../parameters.js';
import { expectShape, expectTensor } from '../shapeCheck.js';
import { composedLayerNorm, layerNormGradients } from './composed.js';
import { type LayerNormAttributes, wasmLayerNorm } from './wasm.js';

/** gamma, beta [c]. @throws RnpError RNP_CONFIG for an invalid size */
export function layerNormShapes(size: number): Shapes {
  check.wholeNumber('size', size, 1);
  return { gamma: [size], beta: [size] };
}

/** The identity: gamma 1, beta 0. The caller owns them. @throws RnpError RNP_CONFIG, RNP_BACKEND_MISSING */
export function initLayerNorm(size: number): Parameters {
  const { gamma, beta } = layerNormShapes(size);
  checkCount('size', gamma!);
  requireBackend();
  return { gamma: tf.ones([...gamma!]), beta: tf.zeros([...beta!]) };
}

/**
 * Layer normalisation over the last axis (Ba et al. 2016): gamma·(x − mean)/√(variance + epsilon) + beta, with the
 * biased variance. A constant row gives beta. elu can follow in the same sweep. On WASM one kernel each way, with analytic
 * gradients.
 *
 * @param x [..., c]
 * @param gamma [c]
 * @param beta [c]
 * @param epsilon added to the variance; > 0
 * @param activation what the result passes through
 * @returns x's shape
 * @throws RnpError RNP_SHAPE
 */
export function layerNorm<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number = defaultEpsilon,
  activation: 'identity' | 'elu' = 'identity',
): T {
  expectTensor('x', x);
  check.number('epsilon', epsilon, Number.MIN_VALUE);
  check.choice('activation', activation, ['identity', 'elu']);
  const c = x.shape.at(-1) ?? 1;
  expectShape('gamma', gamma, [c]);
  expectShape('beta', beta, [c]);
  return op({ x, gamma, beta }, { epsilon, elu: activation === 'elu' ? 1 : 0 }) as T;
}

type LayerNormInputs = { readonly x: tf.Tensor; readonly gamma: tf.Tensor; readonly beta: tf.Tensor };

const op: Op<LayerNormInputs, LayerNormAttributes, tf.Tensor> = /* @__PURE__ */ defineOp({
  name: 'layerNorm',
  plain: (inputs, attributes) => composedLayerNorm(inputs, attributes).outputs,
  wasm: wasmLayerNorm,
  gradient: {
    inputs: ['x', 'gamma'],
    outputs: [true],
    // All gradients come out of one sweep; those nobody asks for go with the rest of the backward pass.
    compute: ({ dy: [dy], saved: [x, gamma, y], run }) => {
      const [dx, dGamma, dBeta] = run('gradient', { dy: dy!, x: x!, gamma: gamma!, y: y! });
      return { x: () => dx!, gamma: () => dGamma!, beta: () => dBeta! };
    },
  },
  plainGradient: { inputs: ['gamma'], forward: composedLayerNorm, compute: layerNormGradients },
});
