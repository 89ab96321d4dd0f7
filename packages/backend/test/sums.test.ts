import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { BackendError, useBackend } from '../src/index.js';
import { distance, random } from './oracle.js';

/** Sums in float64 over the marked axes. */
function sums(x: tf.Tensor, axes: readonly number[]): Float64Array {
  const strides = tf.util.computeStrides([...x.shape, 1]);
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const out = new Float64Array(tf.util.sizeFromShape(kept));
  const outStrides = tf.util.computeStrides([...kept, 1]);
  x.dataSync().forEach((value, i) => {
    const at = x.shape.reduce((sum, size, axis) => {
      const index = Math.floor(i / strides[axis]!) % size;
      return axes.includes(axis) ? sum : sum + index * outStrides[axis]!;
    }, 0);
    out[at]! += value;
  });
  return out;
}

const axes = [
  [0],
  [1],
  [2],
  [3],
  [0, 1],
  [1, 2],
  [2, 3],
  [0, 2],
  [0, 1, 2],
  [1, 2, 3],
  [0, 1, 2, 3],
  [1, 3],
  [-1],
];

describe.each(['cpu', 'wasm'] as const)('sums on %s', (name) => {
  beforeAll(async () => {
    await useBackend(name);
  });

  test.each(axes)('sum and mean over %j, ...', (...axis) => {
    for (const shape of [
      [3, 5, 4, 7],
      [2, 3, 1, 1],
      [1, 33, 2, 16],
    ]) {
      tf.tidy(() => {
        const x = random(shape, 3);
        const expected = sums(
          x,
          axis.map((value) => (value + 4) % 4),
        );
        const terms = x.size / expected.length;
        const sum = tf.sum(x, axis);
        expect(sum.shape).toEqual(shape.filter((_, i) => !axis.includes(i) && !axis.includes(i - 4)));
        expect(distance(sum.dataSync(), expected)).toBeLessThan(1e-4);
        expect(
          distance(
            tf.mean(x, axis, true).dataSync(),
            expected.map((value) => value / terms),
          ),
        ).toBeLessThan(1e-5);
        expect(tf.mean(x, axis, true).rank).toBe(4);
      });
    }
  });

  test('strips longer than one block', () => {
    tf.tidy(() => {
      const x = random([3, 5001], 4);
      expect(distance(tf.sum(x, 0).dataSync(), sums(x, [0]))).toBeLessThan(1e-5);
      expect(
        distance(
          tf.mean(x, 0).dataSync(),
          sums(x, [0]).map((value) => value / 3),
        ),
      ).toBeLessThan(1e-5);
    });
  });

  test('other dtypes, scalars and empty tensors still work', () => {
    tf.tidy(() => {
      expect(
        tf
          .sum(
            tf.tensor2d(
              [
                [1, 2],
                [3, 4],
              ],
              [2, 2],
              'int32',
            ),
            0,
          )
          .dataSync(),
      ).toEqual(Int32Array.of(4, 6));
      expect(tf.sum(tf.tensor1d([1, 0, 1], 'bool')).dataSync()[0]).toBe(2);
      expect(tf.sum(tf.scalar(3)).dataSync()[0]).toBe(3);
      expect(tf.sum(tf.zeros([0, 3]), 0).shape).toEqual([3]);
    });
  });

  test('not a number spreads', () => {
    tf.tidy(() => {
      expect([
        ...tf
          .sum(
            tf.tensor2d([
              [1, Number.NaN],
              [2, 3],
            ]),
            0,
          )
          .dataSync(),
      ]).toEqual([3, Number.NaN]);
    });
  });

  test('segments are summed, ids out of range dropped', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [5, 2]);
      const ids = tf.tensor1d([2, 0, 2, -1, 7], 'int32');
      expect([...tf.unsortedSegmentSum(x, ids, 3).dataSync()]).toEqual([3, 4, 0, 0, 6, 8]);
    });
  });
});

test('wasm sums segments of float32 only', async () => {
  await useBackend('wasm');
  tf.tidy(() => {
    const ids = tf.tensor1d([0], 'int32');
    expect(() => tf.unsortedSegmentSum(tf.tensor1d([1], 'int32'), ids, 1)).toThrow(BackendError);
  });
});
