import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { check } from '../checks.js';

/** With its result, a WebGPU shader may read or write eight buffers where nothing more was asked for. */
const maxAtOnce = 7;

/**
 * The sum of tensors of one shape, like `tf.addN`. On WebGPU `tf.addN` fails on more than seven tensors, so there they are
 * added in groups.
 *
 * @param tensors at least one
 * @throws RnpError `RNP_CONFIG` if they are not tensors
 */
export function addAll<T extends tf.Tensor>(tensors: readonly T[]): T {
  check.list('tensors', tensors, check.tensor);
  if (tensors.length === 0) {
    throw new RnpError('RNP_CONFIG', 'must have at least one, not be an empty list', { path: 'tensors' });
  }
  if (tf.getBackend() !== 'webgpu' || tensors.length <= maxAtOnce) return tf.addN([...tensors]);
  return tf.tidy(() => {
    const groups = Array.from({ length: Math.ceil(tensors.length / maxAtOnce) }, (_, i) =>
      tf.addN(tensors.slice(i * maxAtOnce, (i + 1) * maxAtOnce)),
    );
    return addAll(groups);
  });
}
