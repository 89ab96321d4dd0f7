import { RnpError, shown } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { check } from './checks.js';

/**
 * The result of `compute`, as a constant: no gradient flows back through it, and nothing inside is kept for one.
 * (TensorFlow.js has no stopGradient; a custom gradient without inputs is off the tape.)
 *
 * @throws RnpError RNP_CONFIG if it is not a function, or returns no tensor
 */
export function stopGradient<T extends tf.Tensor>(compute: () => T): T {
  check.callable('compute', compute);
  return tf.customGrad(() => {
    const value = compute();
    if (!(value instanceof tf.Tensor)) {
      throw new RnpError('RNP_CONFIG', `returned ${shown(value)}; it must return a tensor`, {
        path: 'compute',
      });
    }
    return { value, gradFunc: () => [] };
  })() as T;
}
