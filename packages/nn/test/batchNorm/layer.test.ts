import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { gradientCheck, leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { type BatchNormOptions, batchNorm, createRandom, type Gather } from '../../src/index.js';

type Args = [x: tf.Tensor4D, gamma: tf.Tensor1D, beta: tf.Tensor1D, residual: tf.Tensor4D];

function normals(shape: readonly number[], seed: number, mean = 0, deviation = 1): tf.Tensor {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => random.normal());
  return tf.tensor(
    values.map((v) => mean + deviation * v),
    [...shape],
  );
}

function caseOf(shape: readonly [number, number, number, number], seed = 1): Args {
  const c = shape[3];
  return [
    normals(shape, seed, 3, 0.5) as tf.Tensor4D,
    normals([c], seed + 1, 1, 0.3) as tf.Tensor1D,
    normals([c], seed + 2) as tf.Tensor1D,
    normals(shape, seed + 3) as tf.Tensor4D,
  ];
}

const averages = (c: number): { mean: tf.Tensor; variance: tf.Tensor } => ({
  mean: normals([c], 8),
  variance: tf.add(tf.square(normals([c], 9)), 0.5),
});

/** The textbook formula, differentiated by the engine. */
function composed(
  [x, gamma, beta, residual]: Args,
  { activation, training, residual: added }: BatchNormOptions,
  old: { mean: tf.Tensor; variance: tf.Tensor },
): tf.Tensor {
  const rows = tf.reshape(x, [-1, x.shape[3]]);
  const mean = training ? tf.mean(rows, 0, true) : old.mean;
  const variance = training ? tf.mean(tf.square(tf.sub(rows, mean)), 0, true) : old.variance;
  const m = tf.div(tf.sub(rows, mean), tf.sqrt(tf.add(variance, 1e-5)));
  const affine = tf.reshape(tf.add(tf.mul(m, gamma), beta), x.shape);
  const sum = added ? tf.add(affine, residual) : affine;
  return activation === 'relu' ? tf.relu(sum) : sum;
}

/** Values and gradients of a weighted sum. */
function evaluate(f: (...args: Args) => tf.Tensor, args: Args): Float32Array[] {
  return tf.tidy(() => {
    const weights = tf.reshape(tf.sin(tf.range(0, args[0].size)), args[0].shape);
    const { value, grads } = tf.valueAndGrads((...xs: tf.Tensor[]) =>
      tf.sum(tf.mul(f(...(xs as Args)), weights)),
    )(args);
    return [f(...args), value, ...grads].map((t) => t.dataSync<'float32'>().slice());
  });
}

function expectNear(
  actual: readonly Float32Array[],
  expected: readonly Float32Array[],
  tolerance: number,
): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((values, k) => {
    const largest = expected[k]!.reduce((max, v) => Math.max(max, Math.abs(v)), 1e-3);
    values.forEach((value, i) => {
      if (!(Math.abs(value - expected[k]![i]!) <= tolerance * largest)) {
        throw new Error(`figure ${k}, entry ${i}: ${value} where ${expected[k]![i]} is expected`);
      }
    });
  });
}

describe.each(['cpu', 'wasm'] as const)('batchNorm on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('normalises over all but the last axis and moves the running averages by a tenth', () => {
    tf.tidy(() => {
      const x = tf.tensor4d([1, 10, 2, 20, 3, 30, 6, 40], [2, 2, 1, 2]);
      const parameters = { gamma: tf.tensor1d([1, 2]), beta: tf.tensor1d([0, 1]) };
      const old = { mean: tf.zeros([2]), variance: tf.ones([2]) };
      const { output, runningStatistics } = batchNorm(x, parameters, old, { training: true });
      // Channel 0: 1, 2, 3, 6 has mean 3 and variance 3.5 (biased), 14/3 (unbiased).
      const values = [...output.dataSync()];
      expect(values[0]).toBeCloseTo(-2 / Math.sqrt(3.5), 4);
      expect(values[7]).toBeCloseTo(1 + (2 * 15) / Math.sqrt(125), 4);
      expect([...runningStatistics.mean!.dataSync()][0]).toBeCloseTo(0.3, 5);
      expect([...runningStatistics.variance!.dataSync()][0]).toBeCloseTo(0.9 + (0.1 * 14) / 3, 4);
      const still = batchNorm(x, parameters, old, { training: false });
      expect([...still.output.dataSync()][0]).toBeCloseTo(1, 4);
      expect(still.runningStatistics).toBe(old);
    });
  });

  test.each([
    [[2, 3, 4, 8], 'relu', true, true],
    [[2, 3, 4, 8], undefined, false, true],
    [[3, 5, 5, 3], 'relu', false, true],
    [[2, 1, 3, 1], undefined, true, true],
    [[7, 24, 24, 5], 'relu', true, true],
    [[2, 3, 4, 6], 'relu', true, false],
    [[2, 3, 4, 4], undefined, false, false],
  ] as const)(
    '%j, %s, residual %s, training %s: as the formula, values and gradients',
    (shape, activation, added, training) => {
      tf.tidy(() => {
        const args = caseOf(shape);
        const old = averages(shape[3]);
        const optionsFor = (residual: tf.Tensor4D): BatchNormOptions => ({
          training,
          ...(activation ? { activation } : {}),
          ...(added ? { residual } : {}),
        });
        const ours = evaluate(
          // Multiplied by 0 where it is not used, so that every input has a gradient.
          (x, gamma, beta, residual) =>
            tf.add(
              batchNorm(x, { gamma, beta }, old, optionsFor(residual)).output,
              added ? 0 : tf.mul(residual, 0),
            ),
          args,
        );
        const theirs = evaluate(
          (...all) => tf.add(composed(all, optionsFor(all[3]), old), added ? 0 : tf.mul(all[3], 0)),
          args,
        );
        expectNear(ours, theirs, 2e-5);
      });
    },
  );

  test('gradients agree with finite differences', () => {
    const args = caseOf([2, 2, 3, 5], 20);
    const old = averages(5);
    gradientCheck((...all) => {
      const [x, gamma, beta, residual] = all as Args;
      const { output } = batchNorm(x, { gamma, beta }, old, { training: true, residual });
      return tf.sum(tf.mul(output, tf.sin(tf.reshape(tf.range(0, output.size), output.shape))));
    }, args);
  });

  test('mean and variance survive a mean that is large beside the deviation', () => {
    tf.tidy(() => {
      const x = normals([40, 8, 8, 5], 3, 1000, 0.25) as tf.Tensor4D;
      const old = { mean: tf.zeros([5]), variance: tf.ones([5]) };
      const parameters = { gamma: tf.ones([5]), beta: tf.zeros([5]) };
      const { runningStatistics } = batchNorm(x, parameters, old, { training: true });
      const values = x.dataSync();
      for (let j = 0; j < 5; j++) {
        const own = [...values].filter((_, i) => i % 5 === j);
        const mean = own.reduce((sum, v) => sum + v, 0) / own.length;
        const variance = own.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (own.length - 1);
        expect(runningStatistics.mean!.dataSync()[j]! / (0.1 * mean)).toBeCloseTo(1, 6);
        expect((runningStatistics.variance!.dataSync()[j]! - 0.9) / (0.1 * variance)).toBeCloseTo(1, 3);
      }
    });
  });

  test('spread over workers it is the batch norm of the whole batch', async () => {
    const args = caseOf([5, 3, 2, 6], 30);
    const old = averages(6);
    const whole = evaluate(
      (x, gamma, beta, residual) =>
        batchNorm(x, { gamma, beta }, old, { training: true, activation: 'relu', residual }).output,
      args,
    );
    const shares = [2, 1, 2];
    const workers = await inTurns(shares, args, old);
    const joined = (k: number): Float32Array =>
      Float32Array.from(workers.flatMap((figures) => [...figures[k]!]));
    const summed = (k: number): Float32Array =>
      workers[0]![k]!.map((_, i) => workers.reduce((sum, figures) => sum + figures[k]![i]!, 0));
    expectNear([joined(0), summed(1), joined(2), summed(3), summed(4), joined(5)], whole, 2e-5);
  });

  test('NaN stays NaN', () => {
    tf.tidy(() => {
      const x = tf.tensor4d([1, 2, Number.NaN, 4], [4, 1, 1, 1]);
      const one = { gamma: tf.ones([1]), beta: tf.zeros([1]) };
      const old = { mean: tf.zeros([1]), variance: tf.ones([1]) };
      const { output } = batchNorm(x, one, old, { training: true, activation: 'relu' });
      expect([...output.dataSync()].every(Number.isNaN)).toBe(true);
    });
  });

  test('what comes out does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 99 }), (c, seed) => {
        tf.tidy(() => {
          const x = normals([6, 2, 1, c], seed) as tf.Tensor4D;
          const parameters = { gamma: normals([c], seed + 1), beta: normals([c], seed + 2) };
          const old = averages(c);
          const norm = (y: tf.Tensor4D): tf.Tensor =>
            batchNorm(y, parameters, old, { training: true }).output;
          expectNear(
            [tf.reverse(norm(tf.reverse(x, 0)), 0).dataSync<'float32'>()],
            [norm(x).dataSync<'float32'>()],
            1e-5,
          );
        });
      }),
      { numRuns: 20 },
    );
  });

  test('leaves no tensor behind', async () => {
    const args = caseOf([2, 3, 4, 8]);
    const old = averages(8);
    const f = (x: tf.Tensor4D, gamma: tf.Tensor1D, beta: tf.Tensor1D, residual: tf.Tensor4D): tf.Tensor =>
      batchNorm(x, { gamma, beta }, old, { training: true, activation: 'relu', residual }).output;
    expect(await leakedTensors(() => evaluate(f, args))).toBe(0);
  });
});

/**
 * Plays workers one after the other on one engine: each exchange is first run up to by everyone (with what is known so
 * far), then once more with what all have said. As many rounds as there are exchanges.
 */
async function inTurns(
  shares: readonly number[],
  [x, gamma, beta, residual]: Args,
  old: { mean: tf.Tensor; variance: tf.Tensor },
): Promise<Float32Array[][]> {
  const said: Float32Array[][] = shares.map(() => []);
  let results: Float32Array[][] = [];
  const weights = tf.reshape(tf.sin(tf.range(0, x.size)), x.shape) as tf.Tensor4D;
  for (let round = 0; round < 3; round++) {
    let first = 0;
    results = shares.map((share, worker) => {
      const rows = (t: tf.Tensor4D): tf.Tensor4D => tf.slice(t, first, share);
      let exchange = 0;
      const gather: Gather = (own) => {
        said[worker]![exchange] = own.dataSync<'float32'>().slice();
        const parts = said.map((own) => own[exchange] ?? said[worker]![exchange]!);
        exchange++;
        return tf.stack(parts.map((part) => tf.tensor1d(part))) as tf.Tensor2D;
      };
      const figures = tf.tidy(() => {
        let output: tf.Tensor | undefined;
        const { value, grads } = tf.valueAndGrads((...all: tf.Tensor[]) => {
          const [a, b, c, d] = all as Args;
          const options = { training: true, activation: 'relu', residual: d, gather } as const;
          output = tf.keep(batchNorm(a, { gamma: b, beta: c }, old, options).output);
          return tf.sum(tf.mul(output, rows(weights)));
        })([rows(x), gamma, beta, rows(residual)]);
        const values = [output!, value, ...grads].map((t) => t.dataSync<'float32'>().slice());
        output!.dispose();
        return values;
      });
      first += share;
      return figures;
    });
  }
  return results;
}
