import { beforeAll, describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/index.js';
import { distance, random } from './oracle.js';

/** Sums in float64 over the marked axes. */
function sums(x: tf.Tensor, axes: readonly number[]): Float64Array {
  const values = x.dataSync();
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const out = new Float64Array(tf.util.sizeFromShape(kept));
  let at = 0;
  const walk = (axis: number, to: number): void => {
    if (axis === x.rank) {
      out[to]! += values[at++]!;
      return;
    }
    for (let i = 0; i < x.shape[axis]!; i++) walk(axis + 1, to * kept[axis]! + (kept[axis] === 1 ? 0 : i));
  };
  walk(0, 0);
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
    expect(() => tf.unsortedSegmentSum(tf.tensor1d([1], 'int32'), ids, 1)).toThrow(RnpError);
  });
});

describe('long sums on wasm', () => {
  beforeAll(() => useBackend('wasm'));

  /** Largest error of a sum relative to the sum of the magnitudes of its terms. */
  const errorOf = (actual: tf.Tensor, x: tf.Tensor, axis: number[], scale = 1): number => {
    const exact = sums(x, axis);
    const magnitudes = sums(tf.abs(x), axis);
    return Math.max(
      ...[...actual.dataSync()].map(
        (value, i) => Math.abs(value / scale - exact[i]!) / (magnitudes[i]! || 1),
      ),
    );
  };

  test.each<[number[], number[]]>([
    [[2 ** 17 + 37], [0]],
    [[2 ** 15 + 5, 3], [0]],
    [[2 ** 11 + 3, 61], [0]],
    [
      [5, 2 ** 14 + 1, 2],
      [0, 1],
    ],
    [
      [101, 3, 107, 5],
      [0, 2],
    ],
    [
      [31, 2, 11, 3, 33],
      [0, 2, 4],
    ],
    [[7, 2100], [0]],
    [[2100, 7], [1]],
    [[9, 3000], [0]],
  ])('of %j over %j are within 1e-6 of float64', (shape, axis) => {
    tf.tidy(() => {
      for (const x of [tf.randomUniform(shape, 0, 1, 'float32', 5), random(shape, 6)]) {
        const terms = x.size / sums(x, axis).length;
        expect(errorOf(tf.sum(x, axis), x, axis)).toBeLessThan(1e-6);
        expect(errorOf(tf.mean(x, axis), x, axis, 1 / terms)).toBeLessThan(1e-6);
        expect(errorOf(tf.sum(tf.square(x), axis), tf.square(x), axis)).toBeLessThan(1e-6);
      }
    });
  });

  test('ten million equal terms, beyond the 2^24 where float32 stops to count when they are ones', () => {
    tf.tidy(() => {
      const ones = tf.ones([2 ** 24 + 2 ** 20]);
      expect(tf.sum(ones).dataSync()[0]).toBe(ones.size);
      expect(tf.sum(tf.reshape(ones, [-1, 2]), 0).dataSync()[0]).toBe(ones.size / 2);
      expect(tf.norm(ones).dataSync()[0]).toBeCloseTo(Math.sqrt(ones.size), 3);
    });
    tf.tidy(() => {
      const x = tf.fill([10_000_000], 0.1307);
      const value = Math.fround(0.1307);
      expect(Math.abs(tf.mean(x).dataSync()[0]! / value - 1)).toBeLessThan(1e-6);
      const { mean, variance } = tf.moments(tf.reshape(x, [-1, 4]), 0);
      for (const one of mean.dataSync()) expect(Math.abs(one / value - 1)).toBeLessThan(1e-6);
      for (const one of variance.dataSync()) expect(one).toBeLessThan(1e-12);
    });
  });

  test('of whole numbers are exact, means of them within 1e-6', () => {
    tf.tidy(() => {
      const x = tf.fill([2 ** 12 + 1, 3, 2 ** 11], 3, 'int32');
      const expected = 3 * (2 ** 12 + 1) * 2 ** 11;
      expect([...tf.sum(x, [0, 2]).dataSync()]).toEqual([expected, expected, expected]);
      expect(tf.mean(x).dataSync()[0]).toBe(3);
      const bits = tf.cast(tf.ones([2 ** 24 + 1], 'int32'), 'bool');
      expect(tf.sum(bits).dataSync()[0]).toBe(2 ** 24 + 1);
      expect(tf.mean(bits).dataSync()[0]).toBe(1);
    });
  });

  test('numbers that float32 holds, though not the sum of some of them', () => {
    tf.tidy(() => {
      for (const rows of [4, 9, 100]) {
        for (const x of [tf.fill([rows], 3e38), tf.fill([rows, 5], 3e38)]) {
          for (const value of tf.mean(x, 0).dataSync()) expect(value / 3e38).toBeCloseTo(1, 6);
        }
      }
      expect(tf.sum(tf.tensor1d([3e38, 3e38, -3e38, -3e38])).dataSync()[0]).toBe(0);
      expect(tf.sum(tf.tensor1d([Number.POSITIVE_INFINITY, 1])).dataSync()[0]).toBe(Number.POSITIVE_INFINITY);
    });
  });

  test('of segments of many rows, beside short ones', () => {
    tf.tidy(() => {
      const rows = 2 ** 17;
      const x = tf.fill([rows + 2, 5], 0.1);
      const ids = tf.tensor1d([...new Array<number>(rows).fill(1), 0, 2], 'int32');
      const out = tf.unsortedSegmentSum(x, ids, 4).arraySync() as number[][];
      const value = Math.fround(0.1);
      for (const one of out[1]!) expect(Math.abs(one / (rows * value) - 1)).toBeLessThan(1e-6);
      expect([out[0], out[2], out[3]].map((row) => row![4])).toEqual([value, value, 0]);
    });
  });

  test('have the gradients of sums and means', () => {
    tf.tidy(() => {
      const x = random([301, 3, 307], 9);
      const [sum, mean] = [tf.sum, tf.mean].map((reduce) =>
        tf.grad((values) => tf.sum(tf.mul(reduce(values, [0, 2]), tf.tensor1d([1, 2, 4]))))(x),
      );
      for (const [i, weight] of [1, 2, 4].entries()) {
        expect(
          distance(
            tf.slice(sum!, [0, i, 0], [-1, 1, -1]).dataSync(),
            new Float64Array(301 * 307).fill(weight),
          ),
        ).toBe(0);
        const share = weight / (301 * 307);
        const means = tf.slice(mean!, [0, i, 0], [-1, 1, -1]).dataSync();
        for (const value of means.slice(0, 9)) expect(value / share).toBeCloseTo(1, 5);
      }
    });
  });
});
