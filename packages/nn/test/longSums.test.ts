import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { amount } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { batchNorm, dense, initBatchNorm, layerNorm } from '../src/index.js';

const many = amount(1_000_000, 10_000_000);

/** Values whose float32 sum drifts: all positive, none a sum of few powers of two. */
function drifting(length: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 0.1 + (0.2 * state) / 2 ** 32;
  });
}

/** The mean and the biased variance, in float64. */
function moments(values: Float32Array): [mean: number, variance: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length];
}

function relative(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.abs(expected);
}

beforeAll(async () => {
  await useBackend('wasm');
});

describe('sums over very many values on wasm, within 1e-6 of float64', () => {
  test('layerNorm of a long row, and its gradients', () => {
    const x = drifting(many);
    const dy = drifting(many, 2);
    const [mean, variance] = moments(x);
    const scale = 1 / Math.sqrt(variance + 1e-5);
    let [sum, product] = [0, 0];
    for (let i = 0; i < many; i++) {
      sum += dy[i]!;
      product += dy[i]! * (x[i]! - mean) * scale;
    }
    const [y, dx] = tf.tidy(() => {
      const [gamma, beta] = [tf.ones([many]), tf.zeros([many])] as [tf.Tensor1D, tf.Tensor1D];
      const apply = (input: tf.Tensor): tf.Tensor => layerNorm(input, gamma, beta, 1e-5);
      const input = tf.tensor2d(x, [1, many]);
      return [
        apply(input).dataSync(),
        tf
          .grad(apply)(input, tf.tensor2d(dy, [1, many]))
          .dataSync(),
      ];
    });
    let [worst, worstSlope] = [0, 0];
    for (let i = 0; i < many; i++) {
      const u = (x[i]! - mean) * scale;
      worst = Math.max(worst, Math.abs(y[i]! - u));
      const slope = scale * (dy[i]! - sum / many - (u * product) / many);
      worstSlope = Math.max(worstSlope, Math.abs(dx[i]! - slope) / scale);
    }
    // u is up to 1.7.
    expect(worst).toBeLessThan(2e-6);
    expect(worstSlope).toBeLessThan(1e-6);
  });

  test('layerNorm’s gamma and beta over many rows', () => {
    const rows = many / 4;
    const dy = drifting(many);
    const expected = [0, 0, 0, 0];
    dy.forEach((value, i) => {
      expected[i % 4]! += value;
    });
    // Every row is the same, and so is u.
    const u = [-1.3416, -0.4472, 0.4472, 1.3416];
    tf.tidy(() => {
      const x = tf.tile(tf.tensor2d([[1, 2, 3, 4]]), [rows, 1]);
      const gradients = tf.grads((gamma, beta) => layerNorm(x, gamma as tf.Tensor1D, beta as tf.Tensor1D));
      const [dGamma, dBeta] = gradients([tf.ones([4]), tf.zeros([4])], tf.tensor2d(dy, [rows, 4]));
      dBeta!.dataSync().forEach((value, i) => {
        expect(relative(value, expected[i]!)).toBeLessThan(1e-6);
      });
      dGamma!.dataSync().forEach((value, i) => {
        expect(relative(value, expected[i]! * u[i]!)).toBeLessThan(1e-4);
      });
      const [low, , , high] = dGamma!.dataSync();
      expect(relative(-low! / high!, expected[0]! / expected[3]!)).toBeLessThan(1e-6);
    });
  });

  test.each([3, 8])('the gradient of a bias of %d over many rows', (c) => {
    const rows = Math.floor(many / c);
    const dy = drifting(rows * c);
    const expected = Array<number>(c).fill(0);
    dy.forEach((value, i) => {
      expected[i % c]! += value;
    });
    tf.tidy(() => {
      const [x, kernel] = [tf.zeros([rows, 2]) as tf.Tensor2D, tf.ones([2, c]) as tf.Tensor2D];
      const slope = tf.grad((bias) => dense(x, kernel, bias as tf.Tensor1D));
      const actual = slope(tf.zeros([c]), tf.tensor2d(dy, [rows, c])).dataSync();
      actual.forEach((value, i) => {
        expect(relative(value, expected[i]!)).toBeLessThan(1e-6);
      });
    });
  });

  test.each([1, 5])('running statistics of %d channels over many pixels', (c) => {
    const side = Math.floor(Math.sqrt(many / c));
    const values = drifting(side * side * c);
    const own = Array.from({ length: c }, (_, channel) =>
      moments(values.filter((__, i) => i % c === channel)),
    );
    tf.tidy(() => {
      const { parameters, runningStatistics } = initBatchNorm(c);
      const x = tf.tensor4d(values, [1, side, side, c]);
      const after = batchNorm(x, parameters, runningStatistics, { training: true }).runningStatistics;
      const [means, variances] = [after.mean!.dataSync(), after.variance!.dataSync()];
      own.forEach(([mean, variance], i) => {
        expect(relative(means[i]!, 0.1 * mean)).toBeLessThan(1e-6);
        expect(relative(variances[i]!, 0.9 + 0.1 * variance)).toBeLessThan(1e-6);
        expect(relative((variances[i]! - 0.9) / 0.1, variance)).toBeLessThan(1e-4);
      });
    });
  });
});
