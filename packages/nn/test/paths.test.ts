import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { convolvedSize, countOf, dense, globalNorm, layerNorm } from '../src/index.js';

const none = 1 as never;

// As the caller wrote it: the parameter's own name, then the way within.
test.each<[string, () => unknown]>([
  ['x', () => dense(none, none)],
  ['x', () => layerNorm(none, none, none)],
  ['shapes["a"]', () => countOf({ a: none })],
  ['gradients', () => globalNorm([])],
  ['convolution.stride', () => convolvedSize({ kernel: 3, stride: 0, pad: 1, input: 1, output: 1 }, 8)],
])('an error begins with the parameter: %s', (path, call) => {
  const before = tf.engine().state.numTensors;
  expect(call).toThrow(expect.objectContaining({ path }));
  expect(tf.engine().state.numTensors).toBe(before);
});
