import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRandom } from '@rnp/nn';
import { distance, gradientCheck, leakedTensors, normals, weigh } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { plainTrunk, trunk } from '../src/trunk.js';

/** Seeded parameters of a trunk of two layers, [5] → [11] → [11], an odd width for the kernels' tails. */
function drawn(): { z: number[]; parameters: { shape: number[]; data: number[] }[] } {
  const random = createRandom(3);
  const numbers = (size: number): number[] =>
    Array.from({ length: size }, () => Math.fround(random.normal()));
  const tensor = (shape: number[]) => ({ shape, data: numbers(shape.reduce((a, b) => a * b, 1)) });
  const norm = (size: number) => [tensor([size]), tensor([size])];
  const layer = (from: number) => [tensor([from, 11]), tensor([11]), ...norm(11)];
  return { z: numbers(4 * 5), parameters: [...norm(5), ...layer(5), ...layer(11)] };
}

/** docs/model.md's words, one value at a time, in float64. */
function byHand(z: number[], parameters: { data: number[] }[]): number[] {
  const norm = (x: number[], gamma: number[], beta: number[]): number[] => {
    const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
    const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length;
    return x.map((v, j) => ((v - mean) / Math.sqrt(variance + 1e-5)) * gamma[j]! + beta[j]!);
  };
  return [0, 1, 2, 3].flatMap((row) => {
    let x = norm(z.slice(row * 5, row * 5 + 5), parameters[0]!.data, parameters[1]!.data);
    for (let i = 2; i < parameters.length; i += 4) {
      const [kernel, bias, gamma, beta] = parameters.slice(i, i + 4).map((p) => p.data);
      const dense = bias!.map((b, j) => x.reduce((sum, v, k) => sum + v * kernel![k * 11 + j]!, b));
      x = norm(dense, gamma!, beta!).map((v) => (v > 0 ? v : Math.expm1(v)));
    }
    return x;
  });
}

describe.each(['cpu', 'wasm'] as const)('trunk on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test('is float64 rounded once or twice', () => {
    tf.tidy(() => {
      const { z, parameters } = drawn();
      const tensors = parameters.map(({ shape, data }) => tf.tensor(data, shape));
      const values = trunk(tf.tensor2d(z, [4, 5]), tensors).dataSync();
      byHand(z, parameters).forEach((expected, i) => {
        expect(Math.abs(values[i]! - expected)).toBeLessThanOrEqual(1.3e-7 * Math.abs(expected) + 1e-12);
      });
    });
  });

  test('NaN stays NaN in its own row; nothing leaks', async () => {
    const { z, parameters } = drawn();
    const tensors = parameters.map(({ shape, data }) => tf.tensor(data, shape));
    const programs = tf.tensor2d([Number.NaN, ...z.slice(1)], [4, 5]);
    const values = tf.tidy(() => trunk(programs, tensors).arraySync());
    expect(values.map((row) => row.some(Number.isNaN))).toEqual([true, false, false, false]);
    expect(await leakedTensors(() => trunk(programs, tensors).dispose())).toBe(0);
    const gradient = tf.grad((x) => tf.sum(trunk(x as tf.Tensor2D, tensors)));
    expect(await leakedTensors(() => gradient(programs).dispose())).toBe(0);
    tf.dispose([programs, tensors]);
  });

  test.each([
    [1, 5, 11, 2],
    [3, 7, 6, 1],
    [70, 16, 64, 4],
  ])(
    '%d programs of %d, %d features, %d layers: values and gradients as composed',
    (n, latent, f, layers) => {
      tf.tidy(() => {
        const inputs = inputsOf(n, latent, f, layers);
        const values = (run: typeof trunk, [z, ...rest]: tf.Tensor[]) => run(z as tf.Tensor2D, rest);
        expect(distance(values(trunk, inputs), values(plainTrunk, inputs))).toBeLessThan(1e-4);
        const gradients = (run: typeof trunk) =>
          tf.grads((...args: tf.Tensor[]) => weigh(values(run, args)) as tf.Scalar)(inputs);
        const got = gradients(trunk);
        gradients(plainTrunk).forEach((expected, i) => {
          expect(got[i]!.shape).toEqual(expected.shape);
          // A bias before a norm has no slope, but for rounding.
          const scale = 1 + tf.max(tf.abs(expected)).dataSync()[0]!;
          expect(distance(got[i]!, expected) / scale).toBeLessThan(2e-4);
        });
      });
    },
  );

  test('gradients by finite differences; a single one leaves nothing behind', async () => {
    tf.tidy(() => {
      gradientCheck((z, ...rest) => weigh(trunk(z as tf.Tensor2D, rest)), inputsOf(3, 5, 7, 2));
    });
    const [z, ...parameters] = inputsOf(2, 5, 7, 2);
    const one = tf.grad((bias) =>
      weigh(
        trunk(
          z as tf.Tensor2D,
          parameters.map((p, i) => (i === 3 ? bias : p)),
        ),
      ),
    );
    expect(await leakedTensors(() => one(parameters[3]!).dispose())).toBe(0);
    tf.dispose([z!, parameters]);
  });
});

/** Programs [n, latent] and the parameters of a trunk. */
function inputsOf(n: number, latent: number, f: number, layers: number): tf.Tensor[] {
  const norm = (size: number, seed: number): tf.Tensor[] => [
    tf.tidy(() => tf.add(normals([size], seed, 0.2), 1)),
    normals([size], seed + 1, 0.3),
  ];
  const inputs = [normals([n, latent], 1), ...norm(latent, 2)];
  for (let i = 0; i < layers; i++) {
    const from = i === 0 ? latent : f;
    inputs.push(normals([from, f], 10 * i + 10, from ** -0.5), normals([f], 10 * i + 11, 0.3));
    inputs.push(...norm(f, 10 * i + 12));
  }
  return inputs;
}
