import { beforeAll, describe, expect, test } from '@jest/globals';
import { gradientCheck, leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { BackendError, useBackend } from '../src/index.js';
import { distance, random } from './oracle.js';

type Pad = 'same' | 'valid' | number | [[0, 0], [number, number], [number, number], [0, 0]];

interface Case {
  readonly image: [number, number, number, number];
  readonly filter: [number, number, number, number];
  readonly strides: [number, number];
  readonly pad: Pad;
}

const cases: Case[] = [
  { image: [2, 7, 6, 3], filter: [3, 3, 3, 5], strides: [1, 1], pad: 'same' },
  { image: [3, 8, 9, 1], filter: [5, 4, 1, 2], strides: [2, 3], pad: 'valid' },
  { image: [1, 5, 5, 8], filter: [1, 1, 8, 9], strides: [1, 1], pad: 'valid' },
  { image: [2, 9, 7, 4], filter: [2, 5, 4, 3], strides: [3, 2], pad: 'same' },
  { image: [2, 6, 5, 2], filter: [3, 3, 2, 4], strides: [2, 2], pad: 2 },
  {
    image: [2, 6, 5, 2],
    filter: [4, 3, 2, 1],
    strides: [1, 2],
    pad: [
      [0, 0],
      [3, 1],
      [0, 2],
      [0, 0],
    ],
  },
  // More rows of windows than one chunk holds.
  { image: [2, 30, 30, 8], filter: [5, 5, 8, 3], strides: [1, 1], pad: 'same' },
];

const gradients = ({ image, filter, strides, pad }: Case): { x: Float32Array; f: Float32Array } =>
  tf.tidy(() => {
    const loss = (x: tf.Tensor, f: tf.Tensor): tf.Scalar => {
      const y = tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, strides, pad);
      return tf.sum(tf.mul(y, random(y.shape, 7)));
    };
    const [x, f] = tf.grads(loss)([random(image, 1), random(filter, 2)]);
    return { x: x!.dataSync() as Float32Array, f: f!.dataSync() as Float32Array };
  });

describe('gradients of conv2d on wasm', () => {
  test.each(cases)('agree with the cpu backend: $image, $filter, $strides, $pad', async (problem) => {
    await useBackend('cpu');
    const expected = gradients(problem);
    await useBackend('wasm');
    const actual = gradients(problem);
    const scale = (list: Float32Array): number =>
      list.reduce((max, value) => Math.max(max, Math.abs(value)), 1);
    expect(distance(actual.x, expected.x)).toBeLessThan(1e-5 * scale(expected.x));
    expect(distance(actual.f, expected.f)).toBeLessThan(1e-5 * scale(expected.f));
  });
});

describe.each(['cpu', 'wasm'] as const)('convolutions on %s', (name) => {
  beforeAll(async () => {
    await useBackend(name);
  });

  test.each(cases.slice(0, 6))(
    'conv2d: $image, $filter, $strides, $pad',
    ({ image, filter, strides, pad }) => {
      const inputs = [random(image, 1), random(filter, 2)];
      gradientCheck(
        (x, f) => tf.mean(tf.square(tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, strides, pad))),
        inputs,
      );
      tf.dispose(inputs);
    },
  );

  test.each([
    [1, 'same', 4],
    [2, 'same', 8],
    [2, 'same', 7],
    [2, 'valid', 9],
  ] as const)('conv2dTranspose with stride %d, %s, to %d pixels', (stride, pad, size) => {
    const inputs = [random([2, 4, 4, 3], 1), random([3, 3, 5, 3], 2)];
    const transpose = (x: tf.Tensor, f: tf.Tensor): tf.Tensor =>
      tf.conv2dTranspose(x as tf.Tensor4D, f as tf.Tensor4D, [2, size, size, 5], stride, pad);
    gradientCheck((x, f) => tf.mean(tf.square(transpose(x, f))), inputs);
    tf.dispose(inputs);
  });

  test('leak no tensors', async () => {
    const inputs = [random([2, 6, 6, 2], 1), random([3, 3, 2, 4], 2)];
    const step = (): void => {
      tf.dispose(
        tf.grads((x, f) => tf.sum(tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 2, 'same')) as tf.Scalar)(
          inputs,
        ),
      );
    };
    expect(await leakedTensors(step)).toBe(0);
    tf.dispose(inputs);
  });
});

describe('what the kernels refuse', () => {
  test('a gradient of another shape throws and leaks nothing', async () => {
    await useBackend('wasm');
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const attributes = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', filterShape: [3, 3, 2, 4] };
      const inputs = { x: tf.ones([1, 6, 6, 2]), dy: tf.ones([1, 5, 4, 4]) };
      expect(() => tf.engine().runKernel(tf.Conv2DBackpropFilter, inputs, attributes)).toThrow(BackendError);
      expect(() =>
        tf.engine().runKernel(tf.Conv2DBackpropFilter, inputs, { ...attributes, dataFormat: 'NCHW' }),
      ).toThrow(/NHWC/);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
