import * as tf from '@tensorflow/tfjs-core';

/** What a product may pass through. */
type Passed = 'linear' | 'elu' | 'relu6';

/**
 * f(a·b + bias) by one kernel; off the tape, on which it has no gradient.
 *
 * @param a [..., n, i]
 * @param b [..., i, o]; one matrix serves all of `a`
 * @param bias of a shape that extends to the product's, of up to three axes, as has the product then
 */
export function product(
  a: tf.Tensor,
  b: tf.Tensor,
  bias?: tf.Tensor,
  activation: Passed = 'linear',
): tf.Tensor {
  // Its kernel there knows no bias but of one axis.
  if (bias && tf.getBackend() === 'wasm') return activated(tf.add(tf.matMul(a, b), bias), activation);
  const attributes = { transposeA: false, transposeB: false, activation };
  return tf.engine().runKernel('_FusedMatMul', bias ? { a, b, bias } : { a, b }, attributes);
}

function activated(x: tf.Tensor, activation: Passed): tf.Tensor {
  if (activation === 'linear') return x;
  return activation === 'elu' ? tf.elu(x) : tf.relu6(x);
}
