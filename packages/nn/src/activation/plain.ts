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
  return plainActivation(addBias(x, bias, n, c), activation);
}

function addBias(x: tf.Tensor, bias: tf.Tensor | undefined, n: number, c: number): tf.Tensor {
  if (bias === undefined) return x;
  if (bias.rank === 1) return tf.add(x, bias);
  const rows = tf.reshape(x, [n, -1, c]);
  return tf.reshape(tf.add(rows, tf.reshape(bias, [n, 1, c])), x.shape);
}
