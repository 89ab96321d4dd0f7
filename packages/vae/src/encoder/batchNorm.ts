import type { Parameters, Shapes } from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';

/** Added to the variance (docs/model.md). */
const EPSILON = 1e-5;
/** Share of the old running average that a step keeps (docs/model.md). */
const KEEP = 0.9;

/** Trained: gamma, beta [c]. */
export function batchNormShapes(channels: number): Shapes {
  return { gamma: [channels], beta: [channels] };
}

/** Carried along: mean, variance [c]. */
export function batchNormStatisticShapes(channels: number): Shapes {
  return { mean: [channels], variance: [channels] };
}

export function initBatchNorm(channels: number): { parameters: Parameters; statistics: Parameters } {
  return {
    parameters: { gamma: tf.ones([channels]), beta: tf.zeros([channels]) },
    statistics: { mean: tf.zeros([channels]), variance: tf.ones([channels]) },
  };
}

/**
 * Batch normalisation over all axes but the last: x [b, h, w, c] → [b, h, w, c].
 *
 * In training the batch's own mean and (biased) variance are used, and the new running averages
 * 0.9·old + 0.1·batch are returned, the variance there unbiased as in PyTorch and Flux; they carry no
 * gradient. Otherwise the running averages are used and returned as they are.
 */
export function batchNorm(
  x: tf.Tensor4D,
  parameters: Parameters,
  statistics: Parameters,
  training: boolean,
): { output: tf.Tensor4D; statistics: Parameters } {
  const channels = x.shape[3];
  const rows = x.size / channels;
  const flat = tf.reshape(x, [rows, channels]);
  const gamma = parameters.gamma!;
  const beta = parameters.beta!;
  if (!training) {
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(statistics.variance!, EPSILON)));
    const shift = tf.sub(beta, tf.mul(statistics.mean!, scale));
    return { output: tf.reshape(tf.add(tf.mul(flat, scale), shift), x.shape), statistics };
  }
  // A product with a row of 1/rows is the mean over rows: one matrix product, where a reduction over
  // leading axes would transpose first on WASM.
  const average = tf.fill([1, rows], 1 / rows) as tf.Tensor2D;
  const mean = tf.matMul(average, flat as tf.Tensor2D);
  const centred = tf.sub(flat, mean);
  const variance = tf.matMul(average, tf.square(centred) as tf.Tensor2D);
  const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, EPSILON)));
  const output = tf.reshape(tf.add(tf.mul(centred, scale), beta), x.shape);
  return { output: output as tf.Tensor4D, statistics: updated(statistics, mean, variance, rows) };
}

function updated(old: Parameters, mean: tf.Tensor, variance: tf.Tensor, rows: number): Parameters {
  const mix = (before: tf.Tensor, batch: tf.Tensor, factor: number): tf.Tensor =>
    tf.add(tf.mul(before, KEEP), tf.mul(tf.reshape(batch, before.shape), (1 - KEEP) * factor));
  return {
    mean: mix(old.mean!, mean, 1),
    variance: mix(old.variance!, variance, rows > 1 ? rows / (rows - 1) : 1),
  };
}
