import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { affineMatrix, matrixOf } from '../src/index.js';
import { numbers } from './randomScene.js';

describe.each(['cpu', 'wasm'] as const)('affineMatrix on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  // Angles of many turns, too: the range is the caller's to keep, not the kernel's to rely on.
  test.each([1, 5, 100])('parameters up to %d', (range) => {
    const params = Float32Array.from(numbers(7, 'affine', 600), (x) => x * range);
    const actual = tf.tidy(() => affineMatrix(tf.tensor2d(params, [100, 6]), 1.6).dataSync());
    const tolerance = backend === 'wasm' ? 1e-7 : 1e-5;
    for (let i = 0; i < 100; i++) {
      const exact = matrixOf([...params.subarray(6 * i, 6 * i + 6)], 1.6).flat();
      const size = range * Math.max(...exact.map(Math.abs));
      exact.forEach((value, k) => {
        const allowed = backend === 'wasm' ? tolerance * Math.abs(value) + 1e-12 * size : tolerance * size;
        expect(Math.abs(actual[6 * i + k]! - value)).toBeLessThanOrEqual(allowed);
      });
    }
  });

  test('gradients are those of float64 differences', () => {
    const params = [...numbers(9, 'slope', 6)];
    const upstream = [...numbers(9, 'weight', 6)];
    const value = (p: readonly number[]): number =>
      matrixOf(p, 0.3)
        .flat()
        .reduce((sum, entry, k) => sum + entry * upstream[k]!, 0);
    const gradient = tf.tidy(() =>
      tf
        .grad((p: tf.Tensor) => affineMatrix(p, 0.3))(
          tf.tensor2d(params, [1, 6]),
          tf.tensor3d(upstream, [1, 2, 3]),
        )
        .dataSync(),
    );
    params.forEach((_, k) => {
      const moved = (by: number): number => value(params.map((p, j) => (j === k ? p + by : p)));
      expect(gradient[k]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 5);
    });
  });

  test('not a number and infinity concern their own item; there may be none; whole numbers do', () => {
    tf.tidy(() => {
      const rows = [
        [0, Number.NaN, 0, 0, 0, 0],
        [0, Infinity, 0, 0, 0, 0],
        [0, 0.5, 0, 0, 0, 0],
      ];
      const [first, second, third] = affineMatrix(tf.tensor2d(rows), 0).arraySync();
      expect(first![0]![0]).toBeNaN();
      expect(second![0]![0]).toBeNaN();
      expect(third![0]![1]).toBeCloseTo(1, 6);
      expect(affineMatrix(tf.zeros([0, 6]), 0).shape).toEqual([0, 2, 3]);
      const whole = affineMatrix(tf.tensor2d([1, 0, 0, 1, 1, -1], [1, 6], 'int32'), 0);
      expect([...whole.dataSync()]).toEqual([2, 0, 2, -0, 2, -2].map((x) => x + 0));
    });
  });
});
