import * as tf from '@tensorflow/tfjs-core';

/** Layer normalisation from TensorFlow.js's own ops, for every backend; `elu` follows where asked for. */
export function plainLayerNorm(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
  elu: boolean,
): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.mul(centred, centred), -1, true);
  const unit = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
  const result = tf.add(tf.mul(unit, gamma), beta);
  return elu ? tf.elu(result) : result;
}
