import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { gradientCheck } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  convolutionShapes,
  convolve,
  convolvedSize,
  createRandom,
  initConvolution,
} from '../../src/index.js';

const conv = { kernel: 3, stride: 2, pad: 1, input: 2, output: 3 };

describe.each(['cpu', 'wasm'] as const)('convolution on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('weights have the shapes told, and outputs the side told', () => {
    tf.tidy(() => {
      const { parameters, runningStatistics } = initConvolution(conv, createRandom(3));
      const shapes = Object.fromEntries(Object.entries(parameters).map(([name, { shape }]) => [name, shape]));
      expect(shapes).toEqual(convolutionShapes(conv));
      const { output } = convolve(tf.ones([1, 6, 7, 2]), conv, parameters, runningStatistics, {
        training: false,
      });
      expect(output.shape).toEqual([1, convolvedSize(conv, 6), convolvedSize(conv, 7), 3]);
    });
  });

  test('gradients of convolution and batch norm agree with finite differences', () => {
    const { parameters, runningStatistics } = initConvolution(conv, createRandom(3));
    const names = Object.keys(parameters);
    gradientCheck(
      (x, ...values) => {
        const named = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
        const { output } = convolve(x as tf.Tensor4D, conv, named, runningStatistics, { training: true });
        return tf.sum(tf.mul(output, tf.sin(tf.reshape(tf.range(0, output.size), output.shape))));
      },
      [tf.randomUniform([3, 6, 7, 2], 0, 1, 'float32', 7), ...names.map((name) => parameters[name]!)],
    );
  });
});
