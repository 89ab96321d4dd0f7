import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { gradientCheck } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { createRandom, dense, initDense } from '../../src/index.js';

describe.each(['cpu', 'wasm'] as const)('dense on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('a layer by hand', () => {
    tf.tidy(() => {
      const kernel = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
      const y = dense(tf.tensor2d([1, -1], [1, 2]), kernel, tf.tensor1d([4, 1, 0]), 'relu');
      expect(y.arraySync()).toEqual([[1, 0, 0]]);
      expect(dense(tf.tensor2d([1, -1], [1, 2]), kernel).arraySync()).toEqual([[-3, -3, -3]]);
    });
  });

  test('gradients agree with finite differences', () => {
    const { kernel, bias } = initDense(4, 3, createRandom(1));
    const x = tf.randomNormal([2, 4], 0, 1, 'float32', 3);
    gradientCheck(
      (...args) => tf.sum(tf.square(dense(args[0] as tf.Tensor2D, args[1]!, args[2]!, 'tanh'))),
      [x, kernel!, bias!],
    );
  });
});
