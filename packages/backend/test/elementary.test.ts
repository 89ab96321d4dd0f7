import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/index.js';
import { values } from './oracle.js';

const functions = { exp: Math.exp, tanh: Math.tanh, sin: Math.sin, cos: Math.cos } as const;
type Name = keyof typeof functions;

/** Largest error relative to max(|value|, floor). */
function error(name: Name, inputs: Float32Array, floor: number): number {
  const actual = tf.tidy(() => tf[name](tf.tensor1d(inputs)).dataSync());
  let largest = 0;
  inputs.forEach((x, i) => {
    const expected = functions[name](x);
    const off = Math.abs(actual[i]! - expected) / Math.max(Math.abs(expected), floor);
    if (!(off <= largest)) largest = off;
  });
  return largest;
}

const special = (name: Name, inputs: number[]): number[] =>
  tf.tidy(() => [...tf[name](tf.tensor1d(inputs)).dataSync()]);

describe.each(['cpu', 'wasm'] as const)('elementary functions on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each([0, 1, 2, 3, 4, 5, 7, 4096])('%d values, none beyond', (length) => {
    for (const name of Object.keys(functions) as Name[]) {
      expect(
        error(
          name,
          values(length, 3).map((x) => x * 4),
          1e-3,
        ),
      ).toBeLessThan(3e-7);
    }
  });

  test('exp over its whole range', () => {
    expect(
      error(
        'exp',
        values(5000, 1).map((x) => x * 87),
        1e-45,
      ),
    ).toBeLessThan(3e-7);
    expect(special('exp', [0, Number.NaN, Infinity, -Infinity, 89, -110])).toEqual([
      1,
      Number.NaN,
      Infinity,
      0,
      Infinity,
      0,
    ]);
    // Numbers below the normal ones have fewer digits, not none.
    expect(special('exp', [-95])[0]).toBeCloseTo(Math.exp(-95), 44);
    expect(special('exp', [-95])[0]).toBeGreaterThan(0);
  });

  test('tanh near zero, where it bends and far out', () => {
    expect(error('tanh', values(5000, 1), 1e-30)).toBeLessThan(4e-7);
    expect(
      error(
        'tanh',
        values(5000, 1).map((x) => x * 1e-4),
        1e-30,
      ),
    ).toBeLessThan(4e-7);
    expect(special('tanh', [50, -50, Number.NaN, Infinity, -Infinity, 0])).toEqual([
      1,
      -1,
      Number.NaN,
      1,
      -1,
      0,
    ]);
  });

  test('sin and cos are exact to half a unit of the last place', () => {
    const ops = { sin: tf.sin, cos: tf.cos } as const;
    for (const name of ['sin', 'cos'] as const) {
      for (const range of [1, 4, 100]) {
        const angles = values(20_000, 4).map((x) => x * range);
        const actual = tf.tidy(() => ops[name](tf.tensor1d(angles)).dataSync());
        angles.forEach((x, i) => {
          const exact = functions[name](x);
          const unit = 2 ** (Math.floor(Math.log2(Math.abs(exact))) - 23);
          if (!(Math.abs(actual[i]! - exact) <= 0.501 * unit))
            throw new Error(`${name}(${x}) is ${actual[i]}`);
        });
      }
    }
  });

  test('sin and cos of large angles keep their digits', () => {
    for (const range of [10, 1e4, 1e8]) {
      const angles = values(5000, 2).map((x) => x * range);
      expect(error('sin', angles, 1)).toBeLessThan(2e-7);
      expect(error('cos', angles, 1)).toBeLessThan(2e-7);
    }
  });

  test('sin and cos of what has no quadrant', () => {
    for (const name of ['sin', 'cos'] as const) {
      expect(special(name, [Number.NaN, Infinity, -Infinity])).toEqual([Number.NaN, Number.NaN, Number.NaN]);
      const [value] = special(name, [1e20]);
      expect(Math.abs(value!)).toBeLessThanOrEqual(1);
    }
  });
});
