import { beforeAll, describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { gradientCheck, leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { col2im, im2col, useBackend, type Window } from '../../src/index.js';
import { distance, random } from '../oracle.js';

const pads = fc.tuple(fc.nat(2), fc.nat(2));
const problems = fc
  .record({
    n: fc.integer({ min: 1, max: 3 }),
    h: fc.integer({ min: 1, max: 9 }),
    w: fc.integer({ min: 1, max: 9 }),
    c: fc.integer({ min: 1, max: 6 }),
    kernel: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    pad: fc.tuple(pads, pads),
  })
  .filter(
    ({ h, w, kernel, pad }) =>
      h + pad[0][0] + pad[0][1] >= kernel[0] && w + pad[1][0] + pad[1][1] >= kernel[1],
  );

/** Reads each window pixel by pixel. */
function windows(image: tf.Tensor4D, { kernel, strides, pad }: Window): number[] {
  const [n, h, w, c] = image.shape;
  const data = image.dataSync();
  const count = (size: number, axis: 0 | 1): number =>
    Math.floor((size + pad[axis][0] + pad[axis][1] - kernel[axis]) / strides[axis]) + 1;
  const out: number[] = [];
  for (let i = 0; i < n; i++)
    for (let oy = 0; oy < count(h, 0); oy++)
      for (let ox = 0; ox < count(w, 1); ox++)
        for (let ky = 0; ky < kernel[0]; ky++)
          for (let kx = 0; kx < kernel[1]; kx++)
            for (let channel = 0; channel < c; channel++) {
              const y = oy * strides[0] + ky - pad[0][0];
              const x = ox * strides[1] + kx - pad[1][0];
              const inside = y >= 0 && y < h && x >= 0 && x < w;
              out.push(inside ? data[((i * h + y) * w + x) * c + channel]! : 0);
            }
  return out;
}

describe.each(['cpu', 'wasm'] as const)('im2col and col2im on %s', (name) => {
  beforeAll(async () => {
    await useBackend(name);
  });

  test('windows hold what the image has there, zero outside', () => {
    fc.assert(
      fc.property(problems, fc.nat(1000), ({ n, h, w, c, ...window }, seed) => {
        tf.tidy(() => {
          const image = random([n, h, w, c], seed) as tf.Tensor4D;
          expect(distance(im2col(image, window).dataSync(), windows(image, window))).toBe(0);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('are adjoint: <im2col(x), y> = <x, col2im(y)>', () => {
    fc.assert(
      fc.property(problems, fc.nat(1000), ({ n, h, w, c, ...window }, seed) => {
        tf.tidy(() => {
          const x = random([n, h, w, c], seed) as tf.Tensor4D;
          const columns = im2col(x, window);
          const y = random(columns.shape, seed + 1) as tf.Tensor4D;
          const image = col2im(y, { ...window, imageShape: [h, w, c] });
          expect(image.shape).toEqual(x.shape);
          const left = tf.sum(tf.mul(columns, y)).dataSync()[0]!;
          const right = tf.sum(tf.mul(x, image)).dataSync()[0]!;
          expect(Math.abs(left - right)).toBeLessThan(1e-5 * (columns.size + 10));
        });
      }),
      { numRuns: 60 },
    );
  });

  const window: Window = {
    kernel: [3, 2],
    strides: [2, 1],
    pad: [
      [1, 2],
      [0, 1],
    ],
  };

  test('each is the gradient of the other', () => {
    const image = random([2, 5, 4, 3], 1) as tf.Tensor4D;
    const columns = tf.tidy(() => random(im2col(image, window).shape, 2));
    gradientCheck((x) => tf.mean(tf.square(im2col(x as tf.Tensor4D, window))), [image]);
    gradientCheck(
      (y) => tf.mean(tf.square(col2im(y as tf.Tensor4D, { ...window, imageShape: [5, 4, 3] }))),
      [columns],
    );
    tf.dispose([image, columns]);
  });

  test('a convolution is im2col and one product', () => {
    tf.tidy(() => {
      const x = random([2, 6, 6, 3], 1) as tf.Tensor4D;
      const f = random([3, 3, 3, 4], 2) as tf.Tensor4D;
      const columns = im2col(x, {
        kernel: [3, 3],
        strides: [1, 1],
        pad: [
          [1, 1],
          [1, 1],
        ],
      });
      const product = tf.matMul(tf.reshape(columns, [72, 27]), tf.reshape(f, [27, 4]));
      expect(distance(product.dataSync(), tf.conv2d(x, f, 1, 'same').dataSync())).toBeLessThan(1e-5);
    });
  });

  test('leak no tensors, also when they throw', async () => {
    const image = tf.ones([1, 5, 5, 2]) as tf.Tensor4D;
    const leaked = await leakedTensors(() => {
      tf.dispose(tf.grad((x) => tf.sum(im2col(x as tf.Tensor4D, window)))(image));
      expect(() => im2col(image, { ...window, kernel: [9, 9] })).toThrow(RnpError);
      expect(() => im2col(image, { ...window, strides: [0, 1] })).toThrow(RnpError);
      expect(() =>
        im2col(image, {
          ...window,
          pad: [
            [-1, 0],
            [0, 0],
          ],
        }),
      ).toThrow(RnpError);
      expect(() => col2im(image, { ...window, imageShape: [5, 5, 2] })).toThrow(/\[1,3,5,12\].*\[1,5,5,2\]/);
    });
    expect(leaked).toBe(0);
    image.dispose();
  });
});
