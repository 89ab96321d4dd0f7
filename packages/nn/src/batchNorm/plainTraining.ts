// c channels, n rows (b·h·w)
import { defineOp, type Op } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

type Inputs = {
  /** [b, h, w, c] */
  readonly x: tf.Tensor;
  /** [c] */
  readonly gamma: tf.Tensor;
  readonly beta: tf.Tensor;
  /** The running averages, [c]. */
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
  /** [b, h, w, c] */
  readonly residual: tf.Tensor | undefined;
};

type Attributes = {
  readonly epsilon: number;
  readonly relu: boolean;
  /** What running averages keep of what they were. */
  readonly keep: number;
};

/**
 * Batch norm in training where the whole batch is here, by TensorFlow.js's own ops: moments, norm and running averages at once, in fewer calls than
 * by the passes of passes.ts, which workers and kernels need.
 *
 * Outputs the normalised x, and the new running mean and variance, which carry no gradient.
 */
export const trainingNorm: Op<Inputs, Attributes, tf.Tensor[]> = /* @__PURE__ */ defineOp({
  name: 'trainingNorm',
  plain: (inputs: Inputs, attributes: Attributes) => forward(inputs, attributes).outputs,
  plainGradient: {
    inputs: ['gamma'],
    forward,
    compute: ({ dy: [dy], inputs: { gamma }, outputs: [y], kept, attributes: { relu } }) => {
      const [unit, scale] = kept as [tf.Tensor, tf.Tensor];
      // Not tf.step, which tfjs-node puts together from half a dozen operations.
      const g = relu ? tf.mul(dy!, tf.cast(tf.greater(y!, 0), 'float32')) : dy!;
      const rows = dy!.size / scale.size;
      const sum = tf.sum(g, leading);
      const product = tf.sum(tf.mul(g, unit), leading);
      return {
        x: () => {
          const shift = tf.div(tf.add(sum, tf.mul(unit, product)), rows);
          return tf.mul(tf.sub(g, shift), tf.mul(gamma!, scale));
        },
        gamma: () => product,
        beta: () => sum,
        residual: () => (relu ? g : tf.clone(g)),
        mean: () => tf.zerosLike(scale),
        variance: () => tf.zerosLike(scale),
      };
    },
  },
});

/** Axes of the rows. */
const leading = [0, 1, 2];

function forward(
  { x, gamma, beta, mean, variance, residual }: Inputs,
  { epsilon, relu, keep }: Attributes,
): { readonly outputs: tf.Tensor[]; readonly kept: tf.Tensor[] } {
  const rows = x.size / mean.size;
  const own = tf.mean(x, leading);
  const centred = tf.sub(x, own);
  const spread = tf.mean(tf.square(centred), leading);
  const scale = tf.rsqrt(tf.add(spread, epsilon));
  const unit = tf.mul(centred, scale);
  const affine = tf.add(tf.mul(unit, gamma), beta);
  const sum = residual ? tf.add(affine, residual) : affine;
  const mix = (before: tf.Tensor, now: tf.Tensor, factor: number): tf.Tensor =>
    tf.add(tf.mul(before, keep), tf.mul(now, (1 - keep) * factor));
  // The running variance is unbiased.
  return {
    outputs: [
      relu ? tf.relu(sum) : sum,
      mix(mean, own, 1),
      mix(variance, spread, rows / Math.max(rows - 1, 1)),
    ],
    kept: [unit, scale],
  };
}
