import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { distance, gradientCheck, normals, weigh } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { convTransposeSize, drawPrimitives, hyperConvTranspose } from '../src/index.js';

/** The definition, pixel by pixel. */
function naive(x: tf.Tensor4D, kernel: tf.Tensor, bias: tf.Tensor, stride: number, pad: number): number[] {
  const [items, h, w] = x.shape;
  const [n, kh, kw, outputs] = kernel.shape as [number, number, number, number];
  const [height, width] = [convTransposeSize(h, kh, stride, pad), convTransposeSize(w, kw, stride, pad)];
  const [images, kernels, biases] = [
    x.arraySync(),
    kernel.arraySync() as number[][][][][],
    bias.arraySync() as number[][],
  ];
  const result: number[] = [];
  for (let item = 0; item < items; item++) {
    const sample = Math.floor((item * n) / items);
    for (let y = 0; y < height; y++)
      for (let column = 0; column < width; column++)
        for (let o = 0; o < outputs; o++) {
          let sum = biases[sample]![o]!;
          for (let i = 0; i < h; i++)
            for (let j = 0; j < w; j++) {
              const [ky, kx] = [y - i * stride + pad, column - j * stride + pad];
              if (ky < 0 || ky >= kh || kx < 0 || kx >= kw) continue;
              images[item]![i]![j]!.forEach((value, c) => {
                sum += value * kernels[sample]![ky]![kx]![o]![c]!;
              });
            }
          result.push(sum);
        }
  }
  return result;
}

describe.each(['cpu', 'wasm'] as const)('hyperConvTranspose on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  const size = (max: number) => fc.integer({ min: 1, max });
  test('equals the definition for any sizes, strides and pads; consecutive items share a kernel', () => {
    fc.assert(
      fc.property(
        fc.record({
          n: size(3),
          t: size(3),
          h: size(4),
          w: size(4),
          inputs: size(4),
          outputs: size(5),
          kh: size(5),
          kw: size(5),
        }),
        size(3),
        fc.nat(2),
        fc.integer({ max: 1e6 }),
        ({ n, t, h, w, inputs, outputs, kh, kw }, stride, pad, seed) => {
          fc.pre(convTransposeSize(h, kh, stride, pad) > 0 && convTransposeSize(w, kw, stride, pad) > 0);
          tf.tidy(() => {
            const x = normals([n * t, h, w, inputs], seed) as tf.Tensor4D;
            const kernel = normals([n, kh, kw, outputs, inputs], seed + 1);
            const bias = normals([n, outputs], seed + 2);
            const got = hyperConvTranspose(x, kernel, bias, { stride, pad });
            expect(distance(got, naive(x, kernel, bias, stride, pad))).toBeLessThan(5e-5);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test('is the adjoint of convolution with the same kernel', () => {
    tf.tidy(() => {
      const x = normals([1, 4, 4, 2], 1) as tf.Tensor4D;
      const kernel = normals([1, 4, 4, 3, 2], 2);
      const back = hyperConvTranspose(x, kernel, tf.zeros([1, 3]), { stride: 2, pad: 1 });
      const image = normals(back.shape, 3) as tf.Tensor4D;
      const filter = tf.reshape(kernel, [4, 4, 3, 2]) as tf.Tensor4D;
      const forth = tf.conv2d(image, filter, 2, 1);
      const [a, b] = [tf.sum(tf.mul(forth, x)).dataSync()[0]!, tf.sum(tf.mul(image, back)).dataSync()[0]!];
      expect(Math.abs(a - b)).toBeLessThan(1e-3 * (1 + Math.abs(a)));
    });
  });

  test('gradients by finite differences', () => {
    tf.tidy(() => {
      gradientCheck(
        (x, kernel, bias) =>
          weigh(
            hyperConvTranspose(x as tf.Tensor4D, kernel, bias, { stride: 2, pad: 1, activation: 'tanh' }),
          ),
        [normals([4, 3, 3, 2], 1, 0.3), normals([2, 4, 4, 3, 2], 2, 0.3), normals([2, 3], 3, 0.3)],
      );
    });
  });

  test('shapes and options are checked', () => {
    tf.tidy(() => {
      const x = tf.zeros([3, 2, 2, 2]) as tf.Tensor4D;
      const kernel = tf.zeros([2, 3, 3, 4, 2]);
      expect(() => hyperConvTranspose(x, kernel, tf.zeros([2, 4]))).toThrow(/3 items for 2 kernels/);
      expect(() => hyperConvTranspose(x, tf.zeros([3, 3, 3, 4, 1]), tf.zeros([3, 4]))).toThrow(RnpError);
      const one = tf.zeros([1, 3, 3, 4, 2]);
      expect(() => hyperConvTranspose(x, one, tf.zeros([1, 4]), { stride: 0 })).toThrow(
        expect.objectContaining({ code: 'RNP_CONFIG' }),
      );
      expect(() => hyperConvTranspose(x, one, tf.zeros([1, 4]), { pad: 3 })).toThrow(/leaves nothing/);
    });
  });

  test('drawPrimitives: only positive gains draw; gradients; shape errors', () => {
    tf.tidy(() => {
      const images = normals([2, 3, 3, 1], 1) as tf.Tensor4D;
      const gains = tf.tensor3d([
        [
          [2, -5],
          [0.5, 3],
        ],
      ]);
      const drawn = drawPrimitives(gains, images);
      expect(drawn.shape).toEqual([1, 2, 3, 3, 1]);
      const [a, b] = [[...tf.slice(images, 0, 1).dataSync()], [...tf.slice(images, 1, 1).dataSync()]];
      expect(distance(drawn, [...a.map((v) => 2 * v), ...a.map((v, i) => 0.5 * v + 3 * b[i]!)])).toBeLessThan(
        1e-6,
      );
      gradientCheck((g, p) => weigh(drawPrimitives(g as tf.Tensor3D, p as tf.Tensor4D)), [gains, images]);
      expect(() => drawPrimitives(gains, tf.zeros([3, 2, 2, 1]))).toThrow(/drawPrimitives\.images/);
    });
  });
});
