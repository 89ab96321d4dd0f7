import { beforeAll, describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { gradientCheck, leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/index.js';
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
  // Whole groups of four images, and one more.
  { image: [5, 12, 12, 32], filter: [3, 3, 32, 32], strides: [1, 1], pad: 'same' },
  { image: [2, 30, 30, 8], filter: [5, 5, 8, 3], strides: [1, 1], pad: 'same' },
];

/** A convolution, and the gradients of a sum over it. */
const results = ({ image, filter, strides, pad }: Case): Record<'y' | 'x' | 'f', Float32Array> =>
  tf.tidy(() => {
    const loss = (x: tf.Tensor, f: tf.Tensor): tf.Scalar => {
      const y = tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, strides, pad);
      return tf.sum(tf.mul(y, random(y.shape, 7)));
    };
    const [x, f] = tf.grads(loss)([random(image, 1), random(filter, 2)]);
    const y = tf.conv2d(random(image, 1) as tf.Tensor4D, random(filter, 2) as tf.Tensor4D, strides, pad);
    const [yData, xData, fData] = [y, x!, f!].map((tensor) => tensor.dataSync() as Float32Array);
    return { y: yData!, x: xData!, f: fData! };
  });

describe('conv2d and its gradients on wasm', () => {
  test.each(cases)('agree with the cpu backend: $image, $filter, $strides, $pad', async (problem) => {
    await useBackend('cpu');
    const expected = results(problem);
    await useBackend('wasm');
    const actual = results(problem);
    const scale = (list: Float32Array): number =>
      list.reduce((max, value) => Math.max(max, Math.abs(value)), 1);
    expect(distance(actual.y, expected.y)).toBeLessThan(1e-5 * scale(expected.y));
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

describe('what is left to the stock kernel, and what is empty', () => {
  beforeAll(async () => {
    await useBackend('wasm');
  });

  test('dilations', async () => {
    const dilated = (): ArrayLike<number> =>
      tf.tidy(() => {
        const [x, f] = [random([2, 8, 8, 3], 1) as tf.Tensor4D, random([3, 3, 3, 5], 2) as tf.Tensor4D];
        return tf.conv2d(x, f, 1, 'same', 'NHWC', 2).dataSync();
      });
    const actual = dilated();
    await useBackend('cpu');
    expect(distance(actual, dilated())).toBeLessThan(1e-5);
    await useBackend('wasm');
  });

  test('no images: an empty result, and a gradient of zero', () => {
    tf.tidy(() => {
      const images = tf.zeros([0, 6, 6, 2]) as tf.Tensor4D;
      expect(tf.conv2d(images, tf.ones([3, 3, 2, 4]) as tf.Tensor4D, 1, 'valid').shape).toEqual([0, 4, 4, 4]);
      const slope = tf.grad((f) => tf.sum(tf.conv2d(images, f as tf.Tensor4D, 1, 'valid')));
      expect([...slope(tf.ones([3, 3, 2, 4])).dataSync()]).toEqual(Array(72).fill(0));
    });
  });
});

describe('what the kernels refuse', () => {
  test('a gradient of another shape throws and leaks nothing', async () => {
    await useBackend('wasm');
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const attributes = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', filterShape: [3, 3, 2, 4] };
      const inputs = { x: tf.ones([1, 6, 6, 2]), dy: tf.ones([1, 5, 4, 4]) };
      expect(() => tf.engine().runKernel(tf.Conv2DBackpropFilter, inputs, attributes)).toThrow(RnpError);
      expect(() =>
        tf.engine().runKernel(tf.Conv2DBackpropFilter, inputs, { ...attributes, dataFormat: 'NCHW' }),
      ).toThrow(/NHWC/);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
