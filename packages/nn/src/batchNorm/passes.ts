// c channels, n rows (b·h·w)
import { defineOp, type Op } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import type { Moments } from './moments.js';
import {
  plainBatchMoments,
  plainBatchNorm,
  plainBatchNormGradX,
  plainBatchNormSums,
  plainJoinMoments,
  plainRunningAverages,
} from './plain.js';
import {
  wasmBatchMoments,
  wasmBatchNorm,
  wasmBatchNormGradX,
  wasmBatchNormSums,
  wasmJoinMoments,
  wasmRunningAverages,
} from './wasm.js';

// The passes over a batch that normalisation is made of. None is on the tape: `batchNorm` has the gradient.

type None = Readonly<Record<string, never>>;

/** x [..., c] → its moments. */
export const batchMoments: Op<{ readonly x: tf.Tensor }, None, Moments> = /* @__PURE__ */ defineOp({
  name: 'batchMoments',
  plain: plainBatchMoments,
  wasm: wasmBatchMoments,
});

/** [parts, 2c + 1] → [2c + 1], in the order of the parts. */
export const joinMoments: Op<{ readonly moments: tf.Tensor2D }, None, Moments> = /* @__PURE__ */ defineOp({
  name: 'joinMoments',
  plain: plainJoinMoments,
  wasm: wasmJoinMoments,
});

type RunningInputs = { readonly moments: Moments; readonly mean: tf.Tensor; readonly variance: tf.Tensor };

/** [2, c], mean and variance: keep·old + (1 − keep)·batch; the variance unbiased where there are two rows or more. */
export const runningAverages: Op<RunningInputs, { readonly keep: number }, tf.Tensor2D> =
  /* @__PURE__ */ defineOp({
    name: 'runningAverages',
    plain: plainRunningAverages,
    wasm: wasmRunningAverages,
  });

type NormInputs = {
  readonly x: tf.Tensor;
  readonly moments: Moments;
  readonly gamma: tf.Tensor;
  readonly beta: tf.Tensor;
  readonly residual: tf.Tensor | undefined;
};
type NormAttributes = { readonly epsilon: number; readonly relu: boolean };

/** f(gamma·m + beta + residual), m the normalised x, f relu or the identity. */
export const normalise: Op<NormInputs, NormAttributes, tf.Tensor> = /* @__PURE__ */ defineOp({
  name: 'batchNorm',
  plain: plainBatchNorm,
  wasm: wasmBatchNorm,
});

type SumsInputs = {
  readonly dy: tf.Tensor;
  readonly x: tf.Tensor;
  readonly moments: Moments;
  /** The output, where relu followed. */
  readonly y: tf.Tensor | undefined;
};

/** [2c], Σ g and Σ g·m over the rows, g = dy·f'. */
export const batchNormSums: Op<SumsInputs, { readonly epsilon: number }, tf.Tensor1D> =
  /* @__PURE__ */ defineOp({
    name: 'batchNormSums',
    plain: plainBatchNormSums,
    wasm: wasmBatchNormSums,
  });

type GradXInputs = SumsInputs & { readonly gamma: tf.Tensor; readonly sums: tf.Tensor1D };
type GradXAttributes = { readonly epsilon: number; readonly residual: boolean };

/** The gradient of x, given the sums over the whole batch; and, where asked for, g, the residual's. */
export const batchNormGradX: Op<GradXInputs, GradXAttributes, tf.Tensor[]> = /* @__PURE__ */ defineOp({
  name: 'batchNormGradX',
  plain: plainBatchNormGradX,
  wasm: wasmBatchNormGradX,
});
