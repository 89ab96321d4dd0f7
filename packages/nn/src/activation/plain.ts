import { sine } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

/** Element-wise functions. elu is x for x > 0, exp(x) − 1 below; relu6 cuts to [0, 6]. */
export type Activation = 'identity' | 'elu' | 'relu' | 'relu6' | 'sin' | 'tanh' | 'sigmoid';

/** All of them. */
export const activations: readonly Activation[] = Object.freeze([
  'identity',
  'elu',
  'relu',
  'relu6',
  'sin',
  'tanh',
  'sigmoid',
]);

/** An activation from TensorFlow.js's own ops, for every backend; sines of graphics cards are better than theirs. */
export function plainActivation(x: tf.Tensor, activation: Activation): tf.Tensor {
  switch (activation) {
    case 'identity':
      return tf.clone(x);
    case 'elu':
      return tf.elu(x);
    case 'relu':
      return tf.relu(x);
    case 'relu6':
      return tf.relu6(x);
    case 'sin':
      return sine(x);
    case 'tanh':
      return tf.tanh(x);
    case 'sigmoid':
      return tf.sigmoid(x);
  }
}

/** f(x + bias) from TensorFlow.js's own ops; arguments as the kernel's. */
export function plainBiasActivation(
  x: tf.Tensor,
  bias: tf.Tensor | undefined,
  { n, c, activation }: { readonly n: number; readonly c: number; readonly activation: Activation },
): tf.Tensor {
  if (bias === undefined) return plainActivation(x, activation);
  const sum = addBias(x, bias, n, c);
  return activation === 'identity' ? sum : plainActivation(sum, activation);
}

function addBias(x: tf.Tensor, bias: tf.Tensor, n: number, c: number): tf.Tensor {
  if (bias.rank === 1 || (x.rank === 2 && x.shape[0] === n)) return tf.add(x, bias);
  const each = tf.reshape(bias, [n, 1, c]);
  if (x.rank === 3 && x.shape[0] === n) return tf.add(x, each);
  return tf.reshape(tf.add(tf.reshape(x, [n, -1, c]), each), x.shape);
}

/**
 * The gradients of `plainBiasActivation`.
 *
 * @param y what it gave
 * @param how of n samples with so many rows each, and the shape of the bias
 */
export function plainBiasActivationGradients(
  dy: tf.Tensor,
  y: tf.Tensor,
  how: {
    readonly n: number;
    readonly rows: number;
    readonly c: number;
    readonly activation: Exclude<Activation, 'sin'>;
    readonly biasShape: number[];
  },
): Readonly<Record<'x' | 'bias', () => tf.Tensor>> {
  const { n, rows, c, activation, biasShape } = how;
  const slope = plainActivationGradient(dy, y, activation);
  return {
    x: () => slope,
    bias: () => {
      // Not the same tensor for both: a tape frees a gradient to which it adds another.
      if (rows === 1) return tf.reshape(slope, biasShape);
      if (biasShape.length === 1) return tf.sum(slope.rank === 2 ? slope : tf.reshape(slope, [rows, c]), 0);
      return tf.sum(tf.reshape(slope, [n, rows, c]), 1);
    },
  };
}

/** The gradient in x of an activation, of which the output tells the slope. @param y what it gave */
export function plainActivationGradient(
  dy: tf.Tensor,
  y: tf.Tensor,
  activation: Exclude<Activation, 'sin'>,
): tf.Tensor {
  switch (activation) {
    case 'identity':
      return dy;
    case 'elu':
      return eluGradient(dy, y);
    case 'relu':
      return tf.mul(dy, tf.step(y));
    case 'relu6':
      return tf.mul(dy, tf.cast(tf.logicalAnd(tf.greater(y, 0), tf.less(y, 6)), 'float32'));
    case 'tanh':
      return tf.mul(dy, tf.sub(1, tf.square(y)));
    case 'sigmoid':
      return tf.mul(dy, tf.mul(y, tf.sub(1, y)));
  }
}

/** By the kernel that the gradient of `tf.elu` runs. @param y what elu gave */
export function eluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel('EluGrad', { dy, y });
}
