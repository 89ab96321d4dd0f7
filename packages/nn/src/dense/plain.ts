// n rows, i inputs, o outputs
import { defineOp, type Op } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { type Activation, plainActivation, plainActivationGradient } from '../activation/plain.js';
import { product } from '../product.js';

type DenseInputs = {
  /** [n, i] */
  readonly x: tf.Tensor;
  /** [i, o] */
  readonly kernel: tf.Tensor;
  /** [o] */
  readonly bias: tf.Tensor;
};

/** Any but the sine, whose slope its output does not tell. */
type DenseAttributes = { readonly activation: Exclude<Activation, 'sin'> };

/** A dense layer from TensorFlow.js's own ops, with sums and biases by one kernel, for backends without kernels of ours. */
export const plainDense: Op<DenseInputs, DenseAttributes, tf.Tensor> = /* @__PURE__ */ defineOp({
  name: 'dense',
  plain: ({ x, kernel, bias }: DenseInputs, { activation }: DenseAttributes) => {
    const sum = product(x, kernel, bias);
    return activation === 'identity' ? sum : plainActivation(sum, activation);
  },
  plainGradient: {
    inputs: ['x', 'kernel'],
    compute: ({ dy: [dy], inputs: { x, kernel }, outputs: [y], attributes: { activation } }) => {
      const slope = plainActivationGradient(dy!, y!, activation);
      return {
        x: () => tf.matMul(slope, kernel!, false, true),
        kernel: () => tf.matMul(x!, slope, true),
        bias: () => tf.sum(slope, 0),
      };
    },
  },
});
