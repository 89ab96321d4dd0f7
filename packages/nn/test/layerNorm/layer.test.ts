import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { distance, gradientCheck, leakedTensors, normals, weigh } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { dense, layerNorm } from '../../src/index.js';

/** The formula from stock ops, to compare the kernel and its gradients with. */
function composed(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const deviation = tf.sqrt(tf.add(tf.mean(tf.square(centred), -1, true), 1e-5));
  return tf.add(tf.mul(tf.div(centred, deviation), gamma), beta);
}

describe.each(['cpu', 'wasm'] as const)('layerNorm on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('normalises the last axis: float64 reference', () => {
    const row = [1, -2, 0.5, 4, 3];
    const gamma = [1, 2, 0.5, -1, 1];
    const beta = [0, 1, 0, -1, 0.25];
    const mean = row.reduce((a, b) => a + b) / 5;
    const variance = row.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 5;
    const want = row.map((v, i) => ((v - mean) / Math.sqrt(variance + 1e-5)) * gamma[i]! + beta[i]!);
    tf.tidy(() => {
      expect(
        distance(layerNorm(tf.tensor2d([row]), tf.tensor1d(gamma), tf.tensor1d(beta)), want),
      ).toBeLessThan(2e-6);
    });
  });

  test('any sizes and ranks: values and gradients as composed from stock ops', () => {
    const lead = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(lead, fc.integer({ min: 2, max: 19 }), fc.integer({ max: 1e6 }), (shape, c, seed) => {
        tf.tidy(() => {
          const inputs = [normals([...shape, c], seed, 2), normals([c], seed + 1), normals([c], seed + 2)];
          const [x, gamma, beta] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
          expect(distance(layerNorm(x, gamma, beta), composed(x, gamma, beta))).toBeLessThan(5e-5);
          const upstream = normals(x.shape, seed + 3);
          const got = tf.grads((a: tf.Tensor, b: tf.Tensor, d: tf.Tensor) => layerNorm(a, b, d))(
            inputs,
            upstream,
          );
          const want = tf.grads(composed)(inputs, upstream);
          got.forEach((gradient, i) => {
            expect(gradient.shape).toEqual(want[i]!.shape);
            const scale = 1 + tf.max(tf.abs(want[i]!)).dataSync()[0]!;
            expect(distance(gradient, want[i]!) / scale).toBeLessThan(2e-4);
          });
        });
      }),
      { numRuns: 40 },
    );
  });

  test('elu in the same sweep: values and gradients as elu after it', () => {
    tf.tidy(() => {
      for (const c of [3, 8, 19]) {
        const inputs = [normals([5, c], 1, 2), normals([c], 2), normals([c], 3)];
        const fused = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor =>
          layerNorm(x, gamma, beta, 1e-5, 'elu');
        const after = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor =>
          tf.elu(composed(x, gamma, beta));
        const [x, gamma, beta] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
        expect(distance(fused(x, gamma, beta), after(x, gamma, beta))).toBeLessThan(5e-5);
        const upstream = normals(x.shape, 4);
        const got = tf.grads(fused)(inputs, upstream);
        tf.grads(after)(inputs, upstream).forEach((expected, i) => {
          const scale = 1 + tf.max(tf.abs(expected)).dataSync()[0]!;
          expect(distance(got[i]!, expected) / scale).toBeLessThan(2e-4);
        });
      }
    });
  });

  test('gradients by finite differences', () => {
    tf.tidy(() => {
      gradientCheck(
        (x, gamma, beta) => weigh(layerNorm(x, gamma, beta)),
        [normals([3, 9], 1), normals([9], 2), normals([9], 3)],
      );
    });
  });

  test('a constant row gives beta, and finite gradients', () => {
    tf.tidy(() => {
      const beta = normals([6], 1);
      for (const value of [0, 0.1, -1234.5, 1e6]) {
        const x = tf.fill([1, 6], value);
        expect(distance(layerNorm(x, tf.ones([6]), beta), beta)).toBeLessThan(1e-5);
        const gradient = tf.grad((a: tf.Tensor) => weigh(layerNorm(a, tf.ones([6]), beta)))(x);
        expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
      }
    });
  });

  test('shift and scale of a row make no difference', () => {
    tf.tidy(() => {
      const x = normals([4, 16], 5);
      const [gamma, beta] = [normals([16], 6), normals([16], 7)];
      const moved = tf.add(tf.mul(x, 3), 10);
      expect(distance(layerNorm(moved, gamma, beta), layerNorm(x, gamma, beta))).toBeLessThan(1e-4);
    });
  });

  test('leaves nothing behind, also when only some gradients are asked for; refuses wrong shapes', async () => {
    const [x, gamma, beta] = [normals([3, 8], 1), normals([8], 2), normals([8], 3)];
    const run = () => {
      tf.dispose(layerNorm(x, gamma, beta));
      tf.dispose(tf.grad((a: tf.Tensor) => layerNorm(a, gamma, beta))(x));
      tf.dispose(tf.grad((a: tf.Tensor) => layerNorm(x, a, beta))(gamma));
      tf.dispose(
        tf.grads((a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) => layerNorm(a, b, c))([x, gamma, beta]),
      );
    };
    expect(await leakedTensors(run)).toBe(0);
    expect(() => layerNorm(x, normals([7], 1), beta)).toThrow(expect.objectContaining({ code: 'RNP_SHAPE' }));
    expect(() => layerNorm(x, gamma, normals([7], 1))).toThrow(/^beta: is \[7\] where \[8\]/);
    tf.dispose([x, gamma, beta]);
  });

  test('dense: values, gradients, shape errors', () => {
    tf.tidy(() => {
      const inputs = [normals([5, 3], 1), normals([3, 6], 2), normals([6], 3)];
      const [x, kernel, bias] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
      expect(distance(dense(x, kernel, bias), tf.add(tf.matMul(x, kernel), bias))).toBeLessThan(1e-6);
      expect(distance(dense(x, kernel), tf.matMul(x, kernel))).toBe(0);
      gradientCheck((a, b, c) => weigh(dense(a as tf.Tensor2D, b, c, 'tanh')), inputs);
      expect(() => dense(x, bias as tf.Tensor)).toThrow(/^kernel: is \[6\] where \[3, o\]/);
    });
  });
});
