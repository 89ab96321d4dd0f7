// Legend: n items, h w c image.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { gradientCheck, leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {
  affineMatrix,
  composeAffine,
  inverseAffine,
  place,
  placeSum,
  sampleAffine,
  zoom,
} from '../src/index.js';
import { bumps } from './bumps.js';
import { numbers } from './randomScene.js';

const random = (name: string, shape: number[]): tf.Tensor =>
  tf.tensor(numbers(7, name, tf.util.sizeFromShape(shape)), shape);
const identity = (n: number): tf.Tensor3D => tf.tile(tf.tensor3d([1, 0, 0, 0, 1, 0], [1, 2, 3]), [n, 1, 1]);
const difference = (a: tf.Tensor, b: tf.Tensor): number =>
  tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);

describe.each(['cpu', 'wasm'] as const)('sampling on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test('runs the fused kernels exactly on wasm', async () => {
    const image = random('image', [2, 4, 4, 1]) as tf.Tensor4D;
    const profile = await tf.profile(() => {
      const outputShape = [5, 5] as const;
      return [
        sampleAffine(image, identity(2), { outputShape }),
        placeSum(image, identity(2), { outputShape, children: 2 }).canvas,
      ];
    });
    const names = profile.kernelNames.filter((name) => name.startsWith('Rnp')).sort();
    expect(names).toEqual(backend === 'wasm' ? ['RnpPlaceSum', 'RnpSample'] : []);
  });

  test('the identity gives the image back, at any number of channels', () => {
    tf.tidy(() => {
      for (const shape of [
        [3, 7, 5, 1],
        [2, 4, 9, 3],
        [2, 1, 1, 5],
        [1, 28, 28, 1],
      ] as [number, number, number, number][]) {
        const image = random('image', shape) as tf.Tensor4D;
        expect(
          difference(sampleAffine(image, identity(shape[0]), { outputShape: [shape[1], shape[2]] }), image),
        ).toBeLessThan(7e-6);
      }
    });
  });

  test('a frame as large as the canvas masks nothing; a smaller one fades over a pixel at any angle', () => {
    tf.tidy(() => {
      const size = 21;
      const ones = tf.ones([1, 3, 3, 1]) as tf.Tensor4D;
      const ink = (scale: number, turn: number): number => {
        const [cos, sin] = [scale * Math.cos(turn), scale * Math.sin(turn)];
        const frames = tf.tensor4d([cos, sin, 0, -sin, cos, 0], [1, 1, 2, 3]);
        const all = tf.mul(identity(1), 0.5) as tf.Tensor3D;
        return tf
          .sum(sampleAffine(ones, all, { outputShape: [size, size], frames, border: 'soft' }))
          .dataSync()[0]!;
      };
      expect(ink(1, 0)).toBe(size * size);
      // A square with sides of 2 r pixels, and a rim outside: half a pixel along its sides, a quarter at its corners.
      for (const [radius, turn] of [
        [5, 0],
        [5, 0.3],
        [3, Math.PI / 4],
        [2.5, 1],
      ] as const) {
        const side = 2 * radius + 1;
        expect(Math.abs(ink(10 / radius, turn) - side * side)).toBeLessThan(0.02 * side * side);
      }
    });
  });

  test('whole-pixel shifts move pixels: x to the right, y down, zeros from outside', () => {
    tf.tidy(() => {
      const [h, w] = [5, 9];
      const image = random('image', [1, h, w, 2]) as tf.Tensor4D;
      for (const [dx, dy] of [
        [2, 1],
        [-3, 0],
        [0, -4],
        [9, 0],
        [1, -5],
      ] as const) {
        const matrix = tf.tensor3d([1, 0, (-2 * dx) / (w - 1), 0, 1, (-2 * dy) / (h - 1)], [1, 2, 3]);
        const padded = tf.pad(image, [
          [0, 0],
          [10, 10],
          [10, 10],
          [0, 0],
        ]);
        const shifted = tf.slice(padded, [0, 10 - dy, 10 - dx, 0], [1, h, w, 2]);
        expect(difference(sampleAffine(image, matrix, { outputShape: [h, w] }), shifted)).toBeLessThan(1e-5);
      }
    });
  });

  test('a larger scale draws a smaller part, a translation moves it against its sign', () => {
    tf.tidy(() => {
      const image = tf.ones([2, 8, 8, 1]) as tf.Tensor4D;
      const params = tf.tensor2d([0, 0, 0, 0, 0, 0, 0.5, 0, 0, 0.5, -0.5, 0], [2, 6]);
      const [one, two] = tf.unstack(place(image, params, { scaleOffset: 1, outputShape: [21, 21] }));
      expect(tf.sum(one!).dataSync()[0]!).toBeGreaterThan(tf.sum(two!).dataSync()[0]!);
      const columns = [...tf.sum(two!, [0, 2]).dataSync()];
      const middle =
        columns.reduce((sum, value, x) => sum + value * x, 0) / columns.reduce((a, b) => a + b, 0);
      expect(middle).toBeCloseTo(15, 4);
    });
  });

  test('a part well inside the canvas keeps its mass per area', () => {
    tf.tidy(() => {
      const params = tf.tensor2d([0.2, 0.3, 0.1, -0.1, 0.1, -0.05, -0.1, -0.7, 0.3, 0.2, 0, 0.1], [2, 6]);
      const matrix = affineMatrix(params, 1.2);
      const image = bumps(2, 20);
      const drawn = sampleAffine(image, matrix, { outputShape: [90, 90] });
      const [a, b, d, e] = [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ].map(([row, column]) => tf.reshape(tf.slice(matrix, [0, row!, column!], [2, 1, 1]), [2]));
      const determinant = tf.abs(tf.sub(tf.mul(a!, e!), tf.mul(b!, d!)));
      const area = (89 / 19) ** 2;
      const want = tf.div(tf.mul(tf.sum(image, [1, 2, 3]), area), determinant);
      expect(difference(tf.div(tf.sum(drawn, [1, 2, 3]), want), tf.onesLike(want))).toBeLessThan(0.01);
    });
  });

  test('zooming into a placed part shows the part, and cuts every gradient', () => {
    tf.tidy(() => {
      const params = tf.tensor2d([0.1, 0.2, 0.1, 0.2, 0.1, -0.2, -0.1, -0.6, 0.2, 0, 0.3, 0.1], [2, 6]);
      const image = bumps(2, 9);
      const options = { scaleOffset: 1, outputShape: [91, 91] as const };
      const back = zoom(place(image, params, options), params, { ...options, outputShape: [9, 9] });
      // Interpolated twice; the bumps rise to 6.
      expect(difference(back, image)).toBeLessThan(0.2);
      const loss = (x: tf.Tensor, p: tf.Tensor): tf.Tensor =>
        tf.add(tf.sum(x), tf.add(tf.sum(p), tf.sum(zoom(x as tf.Tensor4D, p as tf.Tensor2D, options))));
      for (const gradient of tf.grads(loss)([image, params])) {
        expect(difference(gradient, tf.onesLike(gradient))).toBe(0);
      }
    });
  });

  test('composed sampling is sampling at the composed points', () => {
    tf.tidy(() => {
      const first = affineMatrix(random('p', [3, 6]), 1.6);
      const image = random('image', [3, 6, 6, 1]) as tf.Tensor4D;
      const there = composeAffine(first, inverseAffine(first));
      expect(difference(sampleAffine(image, there, { outputShape: [6, 6] }), image)).toBeLessThan(1e-4);
    });
  });

  test('is linear in the image and does not mix the items of a batch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.nat(),
        (size, factor, seed) => {
          tf.tidy(() => {
            const make = (name: string, shape: number[]): tf.Tensor =>
              tf.tensor(numbers(seed, name, tf.util.sizeFromShape(shape)), shape);
            const [a, b] = [make('a', [3, size, size, 2]), make('b', [3, size, size, 2])] as tf.Tensor4D[];
            const matrix = tf.mul(make('matrix', [3, 2, 3]), 2) as tf.Tensor3D;
            const draw = (x: tf.Tensor, m: tf.Tensor): tf.Tensor4D =>
              sampleAffine(x as tf.Tensor4D, m as tf.Tensor3D, { outputShape: [6, 7] });
            const sum = draw(tf.add(a!, tf.mul(b!, factor)), matrix);
            expect(difference(sum, tf.add(draw(a!, matrix), tf.mul(draw(b!, matrix), factor)))).toBeLessThan(
              1e-5,
            );
            const turned = draw(tf.reverse(a!, 0), tf.reverse(matrix, 0));
            expect(difference(turned, tf.reverse(draw(a!, matrix), 0))).toBe(0);
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  test('a pixel counts only inside every frame', () => {
    tf.tidy(() => {
      const image = tf.ones([1, 3, 3, 1]) as tf.Tensor4D;
      const frames = tf.tensor4d([2, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, -0.5], [1, 2, 2, 3]);
      const drawn = sampleAffine(image, identity(1), { outputShape: [5, 5], frames });
      const row = (on: boolean): number[] => (on ? [0, 1, 1, 1, 0] : [0, 0, 0, 0, 0]);
      expect(Array.from(drawn.dataSync(), Math.round)).toEqual([false, true, true, true, true].flatMap(row));
      const gradient = tf.grad((f) =>
        tf.add(
          tf.sum(f),
          tf.sum(sampleAffine(image, identity(1), { outputShape: [5, 5], frames: f as tf.Tensor4D })),
        ),
      );
      expect(difference(gradient(frames), tf.onesLike(frames))).toBe(0);
    });
  });

  test('has the gradients of finite differences', () => {
    tf.tidy(() => {
      // Higher than wide, patch and canvas: exchanged sides must not go unseen.
      const image = bumps(4, 36, 24);
      const params = tf.mul(random('params', [4, 6]), [0.5, 1, 0.5, 0.5, 0.3, 0.3]) as tf.Tensor2D;
      const weight = tf.slice(bumps(4, 38, 26), [0, 1, 1, 0], [4, 36, 24, 1]);
      const options = { scaleOffset: 0.6, outputShape: [36, 24] as const };
      gradientCheck(
        (x, p) => tf.sum(tf.mul(place(x as tf.Tensor4D, p as tf.Tensor2D, options), weight)),
        [image, params],
        { step: 2e-3 },
      );
      gradientCheck(
        (x, m) => {
          const { canvas, energy } = placeSum(x as tf.Tensor4D, m as tf.Tensor3D, {
            children: 2,
            outputShape: [36, 24],
          });
          return tf.add(tf.sum(tf.mul(tf.square(canvas), 0.1)), tf.sum(tf.mul(energy, [0.3, -0.2])));
        },
        [image, affineMatrix(params, 0.6)],
        { step: 2e-3 },
      );
    });
  });

  test('takes whole-number images and computes one gradient without the other', () => {
    tf.tidy(() => {
      const image = tf.ones([1, 3, 3, 1], 'int32') as tf.Tensor4D;
      expect(
        difference(sampleAffine(image, identity(1), { outputShape: [3, 3] }), tf.ones([1, 3, 3, 1])),
      ).toBeLessThan(1e-6);
      const gradient = tf.grad((m) => sampleAffine(image, m as tf.Tensor3D, { outputShape: [3, 3] }))(
        identity(1),
      );
      expect(gradient.shape).toEqual([1, 2, 3]);
    });
  });

  test('leaves nothing behind, with one, both or no gradient', async () => {
    const image = random('image', [4, 5, 5, 3]) as tf.Tensor4D;
    const params = random('params', [4, 6]) as tf.Tensor2D;
    const frames = tf.reshape(affineMatrix(params, 0), [4, 1, 2, 3]) as tf.Tensor4D;
    const matrix = identity(4);
    const outputShape = [6, 6] as const;
    const options = { scaleOffset: 1, outputShape };
    const sum = (x: tf.Tensor, p: tf.Tensor): tf.Tensor => {
      const { canvas, energy } = placeSum(x as tf.Tensor4D, affineMatrix(p, 1), {
        outputShape,
        children: 2,
        frames,
      });
      return tf.add(tf.sum(canvas), tf.sum(energy));
    };
    const run = (): void => {
      tf.dispose([place(image, params, options), zoom(image, params, options)]);
      const placed = placeSum(image, matrix, { outputShape, children: 4, frames });
      tf.dispose([placed.canvas, placed.energy]);
      tf.dispose(tf.grads(sum)([image, params]));
      tf.dispose(tf.grad((x) => sum(x, params))(image));
      tf.dispose(tf.grad((p) => sum(image, p))(params));
    };
    expect(await leakedTensors(run)).toBe(0);
    tf.dispose([image, params, frames, matrix]);
  });
});
