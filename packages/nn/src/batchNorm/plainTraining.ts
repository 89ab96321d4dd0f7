// c channels, n rows (b·h·w)
import { defineOp, type Op } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

type Inputs = {
  /** [b, h, w, c] */
  readonly x: tf.Tensor;
  /** [c] */
  readonly gamma: tf.Tensor;
  readonly beta: tf.Tensor;
  /** [b, h, w, c] */
  readonly residual: tf.Tensor | undefined;
};

type Attributes = { readonly epsilon: number; readonly relu: boolean };

/**
 * Batch norm in training where the whole batch is here, by TensorFlow.js's own ops: moments and norm at once, in fewer calls than by the passes of
 * passes.ts, which workers and kernels need.
 *
 * Outputs the normalised x, and the batch's mean and biased variance [c], which carry no gradient.
 */
export const trainingNorm: Op<Inputs, Attributes, tf.Tensor[]> = /* @__PURE__ */ defineOp({
  name: 'trainingNorm',
  plain: (inputs: Inputs, attributes: Attributes) => forward(inputs, attributes),
  plainGradient: {
    inputs: ['x', 'gamma'],
    compute: ({ dy: [dy], inputs: { x, gamma }, outputs: [y, mean, variance], attributes }) => {
      const { epsilon, relu } = attributes;
      const moments = [mean!, variance!] as const;
      const rows = dy!.size / mean!.size;
      // What relu gave is 0 or more, so that its sign is the slope.
      const g = relu ? tf.mul(dy!, tf.sign(y!)) : dy!;
      const sum = tf.sum(g, leading);
      const product = tf.sum(tf.mul(g, normed(x!, moments, epsilon)), leading);
      return {
        x: () => {
          const shift = tf.div(normed(x!, moments, epsilon, { scale: product, offset: sum }), rows);
          const scaled = { scale: gamma! };
          return normed(tf.sub(g, shift), [tf.zeros(mean!.shape), variance!], epsilon, scaled);
        },
        gamma: () => product,
        beta: () => sum,
        residual: () => (relu ? g : tf.clone(g)),
      };
    },
  },
});

/** Axes of the rows. */
const leading = [0, 1, 2];

function forward({ x, gamma, beta, residual }: Inputs, { epsilon, relu }: Attributes): tf.Tensor[] {
  const mean = tf.mean(x, leading);
  const variance = tf.mean(tf.square(tf.sub(x, mean)), leading);
  const affine = normed(x, [mean, variance], epsilon, { scale: gamma, offset: beta });
  const sum = residual ? tf.add(affine, residual) : affine;
  return [relu ? tf.relu(sum) : sum, mean, variance];
}

/** scale·(x − mean)/√(variance + epsilon) + offset, by one kernel, which every backend has for inference. */
function normed(
  x: tf.Tensor,
  [mean, variance]: readonly [mean: tf.Tensor, variance: tf.Tensor],
  epsilon: number,
  affine: { readonly scale?: tf.Tensor; readonly offset?: tf.Tensor } = {},
): tf.Tensor {
  return tf
    .engine()
    .runKernel('FusedBatchNorm', { x, mean, variance, ...affine }, { varianceEpsilon: epsilon });
}
