import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { distance, gradientCheck, leakedTensors, normals, weigh } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { type Activation, activate, biasActivation } from '../../src/index.js';

const activations = ['identity', 'elu', 'relu', 'relu6', 'sin', 'tanh', 'sigmoid'] as const;

/** The functions in float64. */
const reference: Readonly<Record<Activation, (x: number) => number>> = {
  identity: (x) => x,
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  relu: (x) => Math.max(x, 0),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  sin: Math.sin,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};

/** Their slopes. */
const slope: Readonly<Record<Activation, (x: number) => number>> = {
  identity: () => 1,
  elu: (x) => (x > 0 ? 1 : Math.exp(x)),
  relu: (x) => Number(x > 0),
  relu6: (x) => Number(x > 0 && x < 6),
  sin: Math.cos,
  tanh: (x) => 1 - Math.tanh(x) ** 2,
  sigmoid: (x) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2,
};

describe.each(['cpu', 'wasm'] as const)('biasActivation on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(activations)('%s: float64 values, also far out', (activation) => {
    const inputs = [
      -1000, -88, -20, -9.5, -3, -1, -0.3, -1e-3, -1e-7, 0, 1e-7, 1e-3, 0.3, 1, 3, 5.9, 6.5, 9.5, 20,
    ];
    const x = tf.tensor1d(inputs);
    const y = activate(x, activation);
    const values = y.dataSync();
    inputs.forEach((value, i) => {
      const want = reference[activation](Math.fround(value));
      // sin at −1000 loses digits in float32's range reduction.
      const allowed = activation === 'sin' && Math.abs(value) > 50 ? 1e-3 : 3e-7 + 4e-7 * Math.abs(want);
      expect(Math.abs(values[i]! - want)).toBeLessThanOrEqual(allowed);
    });
    tf.dispose([x, y]);
  });

  test.each(activations)('%s: NaN stays NaN', (activation) => {
    const values = tf.tidy(() =>
      activate(tf.tensor1d([Number.NaN, 1, 2, 3, Number.NaN]), activation).dataSync(),
    );
    expect([...values].map(Number.isNaN)).toEqual([true, false, false, false, true]);
  });

  test.each(activations)('%s: gradients by finite differences, per-sample and shared bias', (activation) => {
    tf.tidy(() => {
      // Magnitudes 0.5 … 2.5: away from the kinks at 0 and 6.
      const x = tf.mul(tf.sign(normals([4, 3, 7], 1)), tf.randomUniform([4, 3, 7], 0.5, 2.5, 'float32', 3));
      const perSample = normals([2, 7], 2, 0.1);
      gradientCheck((a, b) => weigh(biasActivation(a, b, activation)), [x, perSample]);
      gradientCheck((a, b) => weigh(biasActivation(a, b, activation)), [x, normals([7], 4, 0.1)]);
      gradientCheck((a) => weigh(activate(a, activation)), [x]);
    });
  });

  test('relu6 has no slope outside (0, 6)', () => {
    const slopes = tf.tidy(() =>
      tf
        .grad((x: tf.Tensor) => activate(x, 'relu6'))(tf.tensor1d([-1, 1, 5, 7, 100]))
        .dataSync(),
    );
    expect([...slopes]).toEqual([0, 1, 1, 0, 0]);
  });

  test('any sizes: values and gradients as in float64', () => {
    const sizes = fc.record({
      n: fc.integer({ min: 1, max: 4 }),
      t: fc.integer({ min: 1, max: 4 }),
      c: fc.integer({ min: 1, max: 11 }),
    });
    fc.assert(
      fc.property(
        sizes,
        fc.constantFrom(...activations),
        fc.integer({ max: 1e6 }),
        ({ n, t, c }, activation, seed) => {
          tf.tidy(() => {
            const x = normals([n, t, c], seed, 3);
            const bias = normals([n, c], seed + 1);
            const upstream = normals([n, t, c], seed + 2);
            const fused = (a: tf.Tensor, b: tf.Tensor) => biasActivation(a, b, activation);
            const [dx, db] = tf.grads(fused)([x, bias], upstream);
            const [values, biases, above] = [x, bias, upstream].map((one) => one.dataSync());
            const at = (i: number): number => Math.floor(i / (t * c)) * c + (i % c);
            // The sum is one of float32 numbers, as at any activation's input.
            const sums = [...values!].map((value, i) => Math.fround(value + biases![at(i)]!));
            const slopes = sums.map((sum, i) => slope[activation](sum) * above![i]!);
            const shared = new Array<number>(n * c).fill(0);
            for (const [i, one] of slopes.entries()) shared[at(i)]! += one;
            expect(dx!.shape).toEqual(x.shape);
            expect(db!.shape).toEqual(bias.shape);
            expect(distance(fused(x, bias), sums.map(reference[activation]))).toBeLessThan(3e-6);
            expect(distance(dx!, slopes)).toBeLessThan(1e-5);
            expect(distance(db!, shared)).toBeLessThan(1e-5);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a bias that does not fit is refused, and nothing leaks', async () => {
    const x = tf.zeros([4, 3, 7]);
    tf.tidy(() => {
      expect(() => biasActivation(x, tf.zeros([6]), 'elu')).toThrow(
        expect.objectContaining({ code: 'RNP_SHAPE' }),
      );
      expect(() => biasActivation(x, tf.zeros([3, 7]), 'elu')).toThrow(/divisor of 4/);
    });
    const bias = tf.zeros([2, 7]);
    const gradients = () => {
      for (const activation of activations) {
        tf.dispose(biasActivation(x, bias, activation));
        tf.dispose(tf.grads((a: tf.Tensor, b: tf.Tensor) => biasActivation(a, b, activation))([x, bias]));
        tf.dispose(tf.grad((a: tf.Tensor) => biasActivation(a, bias, activation))(x));
      }
    };
    expect(await leakedTensors(gradients)).toBe(0);
    tf.dispose([x, bias]);
  });
});
