// c channels, n rows (b·h·w)
import * as tf from '@tensorflow/tfjs-core';
import { EPSILON } from '../epsilon.js';
import { nnModule } from '../wasm/nnModule.js';
import {
  BATCH_MOMENTS,
  BATCH_NORM,
  BATCH_NORM_GRAD_X,
  BATCH_NORM_SUMS,
  JOIN_MOMENTS,
  RUNNING_AVERAGES,
} from './wasm.js';

/**
 * Moments of a batch, [2c + 1]: the number of rows, each channel's mean, each channel's sum of squared deviations
 * from it. Those of parts of a batch can be joined.
 */
export type Moments = tf.Tensor1D;

/** What a normalisation's gradient needs of its forward pass. */
export interface Normalised {
  /** [..., c] */
  readonly x: tf.Tensor;
  readonly moments: Moments;
  /** The output, where relu followed. */
  readonly y: tf.Tensor | undefined;
  /** [c] */
  readonly gamma: tf.Tensor;
}

/** The passes over a batch that normalisation is made of; none is on the tape. */
export interface BatchNormPasses {
  moments(x: tf.Tensor): Moments;
  /** [parts, 2c + 1] → [2c + 1], in the order of the parts. */
  join(moments: tf.Tensor2D): Moments;
  /** [2, c], mean and variance: keep·old + (1 − keep)·batch; the variance unbiased where there are two rows or more. */
  running(moments: Moments, old: Averages, keep: number): tf.Tensor2D;
  /** f(gamma·m + beta + residual), m the normalised x, f relu or the identity. */
  normalise(
    x: tf.Tensor,
    moments: Moments,
    affine: { readonly gamma: tf.Tensor; readonly beta: tf.Tensor },
    residual: tf.Tensor | undefined,
    relu: boolean,
  ): tf.Tensor;
  /** [2c], Σ g and Σ g·m over the rows, g = dy·f'. */
  sums(dy: tf.Tensor, forward: Normalised): tf.Tensor1D;
  /** The gradient of x, given the sums over the whole batch; and g, the residual's. */
  gradX(
    dy: tf.Tensor,
    forward: Normalised,
    sums: tf.Tensor1D,
    residual: boolean,
  ): { readonly dx: tf.Tensor; readonly dResidual: tf.Tensor | undefined };
}

/** Running averages of one normalisation, [c] each. */
interface Averages {
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
}

/** One sweep over memory a pass on WASM, plain operations elsewhere. */
export function batchNormPasses(): BatchNormPasses {
  return nnModule.ensure() ? fusedPasses : plainPasses;
}

function run(
  kernelName: string,
  inputs: Record<string, tf.Tensor>,
  attributes = {},
): tf.Tensor | tf.Tensor[] {
  return tf.engine().runKernel(kernelName, inputs, attributes);
}

const fusedPasses: BatchNormPasses = {
  moments: (x) => run(BATCH_MOMENTS, { x }) as Moments,
  join: (moments) => run(JOIN_MOMENTS, { moments }) as Moments,
  running: (moments, { mean, variance }, keep) =>
    run(RUNNING_AVERAGES, { moments, mean, variance }, { keep }) as tf.Tensor2D,
  normalise: (x, moments, affine, residual, relu) => {
    const inputs = { x, moments, ...affine, ...(residual ? { residual } : {}) };
    return run(BATCH_NORM, inputs, { epsilon: EPSILON, relu }) as tf.Tensor;
  },
  sums: (dy, { x, y, moments }) =>
    run(BATCH_NORM_SUMS, { dy, x, moments, ...(y ? { y } : {}) }, { epsilon: EPSILON }) as tf.Tensor1D,
  gradX: (dy, { x, y, moments, gamma }, sums, residual) => {
    const inputs = { dy, x, moments, gamma, sums, ...(y ? { y } : {}) };
    const outputs = run(BATCH_NORM_GRAD_X, inputs, { epsilon: EPSILON, residual }) as tf.Tensor[];
    return { dx: outputs[0]!, dResidual: outputs[1] };
  },
};

/** [n, c] whatever the rank. */
function rowsOf(x: tf.Tensor): tf.Tensor2D {
  return tf.reshape(x, [-1, x.shape.at(-1)!]);
}

/** Σ over the rows, [1, c]: a product with ones, as a reduction over leading axes would transpose first. */
function sumRows(x: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(tf.ones([1, x.shape[0]]), x);
}

function readMoments(moments: Moments): {
  readonly count: tf.Tensor;
  readonly mean: tf.Tensor;
  readonly m2: tf.Tensor;
} {
  const c = (moments.size - 1) / 2;
  const [count, mean, m2] = tf.split(moments, [1, c, c]);
  return { count: count!, mean: mean!, m2: m2! };
}

/** m and its scale 1/√(variance + ε). */
function standardise(x: tf.Tensor, moments: Moments): { readonly m: tf.Tensor; readonly scale: tf.Tensor } {
  const { count, mean, m2 } = readMoments(moments);
  const scale = tf.rsqrt(tf.add(tf.div(m2, count), EPSILON));
  return { m: tf.mul(tf.sub(rowsOf(x), mean), scale), scale };
}

function upstream(dy: tf.Tensor, y: tf.Tensor | undefined): tf.Tensor2D {
  const g = rowsOf(dy);
  // Not tf.step, which tfjs-node puts together from half a dozen operations.
  return y === undefined ? g : tf.mul(g, tf.cast(tf.greater(rowsOf(y), 0), 'float32'));
}

const plainPasses: BatchNormPasses = {
  moments: (x) =>
    tf.tidy(() => {
      const rows = rowsOf(x);
      const mean = tf.div(sumRows(rows), rows.shape[0]);
      const m2 = sumRows(tf.square(tf.sub(rows, mean)) as tf.Tensor2D);
      return tf.concat1d([tf.tensor1d([rows.shape[0]]), tf.reshape(mean, [-1]), tf.reshape(m2, [-1])]);
    }),
  join: (moments) =>
    tf.tidy(() => {
      const c = (moments.shape[1] - 1) / 2;
      const [counts, means, m2s] = tf.split(moments, [1, c, c], 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const count = tf.sum(counts, 0);
      const mean = tf.div(tf.sum(tf.mul(counts, means), 0), count);
      const between = tf.mul(counts, tf.square(tf.sub(means, mean)));
      return tf.concat([count, mean, tf.sum(tf.add(m2s, between), 0)]) as Moments;
    }),
  running: (moments, old, keep) =>
    tf.tidy(() => {
      const batch = readMoments(moments);
      const divisor = tf.maximum(tf.sub(batch.count, 1), 1);
      const mix = (before: tf.Tensor, own: tf.Tensor): tf.Tensor =>
        tf.add(tf.mul(before, keep), tf.mul(own, 1 - keep));
      return tf.stack([
        mix(old.mean, batch.mean),
        mix(old.variance, tf.div(batch.m2, divisor)),
      ]) as tf.Tensor2D;
    }),
  normalise: (x, moments, { gamma, beta }, residual, relu) =>
    tf.tidy(() => {
      const affine = tf.reshape(tf.add(tf.mul(standardise(x, moments).m, gamma), beta), x.shape);
      const sum = residual ? tf.add(affine, residual) : affine;
      return relu ? tf.relu(sum) : sum;
    }),
  sums: (dy, { x, y, moments }) =>
    tf.tidy(() => {
      const g = upstream(dy, y);
      const products = tf.mul(g, standardise(x, moments).m) as tf.Tensor2D;
      return tf.reshape(tf.concat([sumRows(g), sumRows(products)], 1), [-1]);
    }),
  gradX: (dy, { x, y, moments, gamma }, sums, residual) => {
    const [dx, dResidual] = tf.tidy(() => {
      const g = upstream(dy, y);
      const { m, scale } = standardise(x, moments);
      const { count } = readMoments(moments);
      const [sum, product] = tf.split(tf.div(sums, count), 2) as [tf.Tensor, tf.Tensor];
      const centred = tf.sub(tf.sub(g, sum), tf.mul(m, product));
      const gradient = tf.reshape(tf.mul(centred, tf.mul(gamma, scale)), x.shape);
      return residual ? [gradient, tf.reshape(g, x.shape)] : [gradient];
    });
    return { dx: dx!, dResidual };
  },
};
