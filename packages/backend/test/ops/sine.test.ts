import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { cosine, polynomialCosine, polynomialSine, sine } from '../../src/ops/sine.js';
import { useBackend } from '../../src/useBackend.js';

beforeAll(() => useBackend('cpu'));

const even = (count: number, range: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.fround(range * ((2 * i) / (count - 1) - 1)));

const functions = [
  ['sine', polynomialSine, Math.sin, Math.cos],
  ['cosine', polynomialCosine, Math.cos, (x: number) => -Math.sin(x)],
] as const;

describe.each(functions)('%s of sums and products', (_name, op, exact, slope) => {
  test.each([1, 10, 1000])('for angles up to %d, and how fast it changes', (range) => {
    const angles = even(20_001, range);
    const [values, slopes] = tf.tidy(() => {
      const x = tf.tensor1d(angles);
      return [
        op(x).dataSync(),
        tf
          .grad((y) => tf.sum(op(y)))(x)
          .dataSync(),
      ];
    });
    const worst = (actual: ArrayLike<number>, wanted: (x: number) => number): number =>
      Math.max(...angles.map((x, i) => Math.abs(actual[i]! - wanted(x))));
    expect(worst(values, exact)).toBeLessThan(1e-6);
    expect(worst(slopes, slope)).toBeLessThan(1e-6);
  });

  test('keeps the digits of small angles, and leaks nothing', () => {
    const before = tf.memory().numTensors;
    const x = tf.tensor1d([1e-3, -1e-6, 0]);
    const y = op(x);
    for (const [i, value] of y.dataSync().entries()) {
      const wanted = exact([1e-3, -1e-6, 0][i]!);
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(3e-7 * Math.abs(wanted));
    }
    tf.dispose([x, y]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('off graphics cards they are those of the backend', () => {
  tf.tidy(() => {
    const x = tf.tensor1d(even(101, 4));
    expect(sine(x).dataSync()).toEqual(tf.sin(x).dataSync());
    expect(cosine(x).dataSync()).toEqual(tf.cos(x).dataSync());
  });
});
