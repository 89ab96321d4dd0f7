import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { distance, gradientCheck, leakedTensors, normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { rowSquares } from '../src/rowSquares.js';

const shapes = [
  [1, 1],
  [3, 7],
  [2, 3, 5, 2],
  [4, 1037],
];

describe.each(['cpu', 'wasm'] as const)('sums of squares on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each(shapes)('of an item each: values and gradients as in float64', (...shape) => {
    tf.tidy(() => {
      const x = normals(shape, 1);
      const dy = normals([shape[0]!], 2);
      const [values, upstream] = [x.dataSync(), dy.dataSync()];
      const size = x.size / shape[0]!;
      const want = new Float64Array(shape[0]!);
      for (const [i, value] of values.entries()) want[Math.floor(i / size)]! += value ** 2;
      expect(rowSquares(x).shape).toEqual([shape[0]!]);
      const shares = [...rowSquares(x).dataSync()].map((sum, i) => Math.abs(sum / want[i]! - 1));
      expect(Math.max(...shares)).toBeLessThan(1e-6);
      const slope = tf.grad(rowSquares)(x, dy);
      expect(slope.shape).toEqual(shape);
      const slopes = values.map((value, i) => 2 * value * upstream[Math.floor(i / size)]!);
      expect(distance(slope, tf.tensor(slopes, shape))).toBeLessThan(1e-6);
    });
  });

  test('gradients by finite differences; NaN stays in its item; nothing is left behind', async () => {
    const x = normals([3, 11], 1);
    tf.tidy(() => {
      gradientCheck((a) => tf.sum(tf.mul(rowSquares(a), normals([3], 2))), [x]);
      const poison = tf.tensor2d([[0], [Number.NaN], [0]]);
      expect([...tf.isNaN(rowSquares(tf.add(x, poison))).dataSync()]).toEqual([0, 1, 0]);
    });
    expect(await leakedTensors(() => tf.dispose(rowSquares(x)))).toBe(0);
    expect(await leakedTensors(() => tf.dispose(tf.grad((a) => tf.sum(rowSquares(a)))(x)))).toBe(0);
    x.dispose();
  });
});
