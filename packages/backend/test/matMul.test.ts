import { beforeAll, describe, expect, test } from '@jest/globals';
import { gradientCheck } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { useBackend } from '../src/index.js';
import { distance, random, values } from './oracle.js';

interface Problem {
  readonly batchA: number[];
  readonly batchB: number[];
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The product in float64, item by item, entry by entry. */
function product(a: Float32Array, b: Float32Array, problem: Problem): Float64Array {
  const { batchA, batchB, m, n, k, transposeA, transposeB } = problem;
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  const out = new Float64Array(tf.util.sizeFromShape(outer) * m * n);
  const [rowA, termA] = transposeA ? [1, m] : [k, 1];
  const [columnB, termB] = transposeB ? [k, 1] : [1, n];
  let at = 0;
  for (let item = 0; item < tf.util.sizeFromShape(outer); item++) {
    const place = tf.util.indexToLoc(item, outer.length, tf.util.computeStrides(outer));
    const locate = (shape: number[]): number =>
      shape.reduce((at, size, axis) => {
        const index = place[axis + outer.length - shape.length]!;
        return at * size + (size === 1 ? 0 : index);
      }, 0);
    const fromA = locate(batchA) * m * k;
    const fromB = locate(batchB) * k * n;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let p = 0; p < k; p++) {
          sum += a[fromA + i * rowA + p * termA]! * b[fromB + p * termB + j * columnB]!;
        }
        out[at++] = sum;
      }
    }
  }
  return out;
}

function check(problem: Problem, seed: number): void {
  const { batchA, batchB, m, n, k, transposeA, transposeB } = problem;
  const a = values(tf.util.sizeFromShape(batchA) * m * k, seed);
  const b = values(tf.util.sizeFromShape(batchB) * k * n, seed + 1);
  const actual = tf.tidy(() => {
    const left = tf.tensor(a, [...batchA, ...(transposeA ? [k, m] : [m, k])]);
    const right = tf.tensor(b, [...batchB, ...(transposeB ? [n, k] : [k, n])]);
    const out = tf.matMul(left, right, transposeA, transposeB);
    expect(out.shape.slice(-2)).toEqual([m, n]);
    return out.dataSync();
  });
  expect(distance(actual, product(a, b, problem))).toBeLessThan(1e-6 * (k + 4));
}

const size = fc.integer({ min: 1, max: 70 });
const problems = fc.record({
  batchA: fc.constantFrom<number[]>([], [1], [3], [5]),
  m: size,
  n: size,
  k: fc.integer({ min: 1, max: 200 }),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
});

describe.each(['cpu', 'wasm'] as const)('matMul on %s', (name) => {
  beforeAll(async () => {
    await useBackend(name);
  });

  test('agrees with float64 in every transposition, batch and size', () => {
    fc.assert(
      fc.property(problems, fc.nat(1000), (problem, seed) => {
        check({ ...problem, batchB: problem.batchA }, seed);
      }),
      { numRuns: name === 'wasm' ? 200 : 20 },
    );
  });

  test.each([
    [[4], []],
    [[], [4]],
    [[4], [1]],
    [[2, 3], [3]],
  ])('broadcasts batches of %j and %j', (batchA, batchB) => {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        for (const [m, n, k] of [
          [1, 5, 9],
          [7, 13, 3],
          [9, 1, 6],
          [33, 32, 37],
        ] as const) {
          check({ batchA, batchB, m, n, k, transposeA, transposeB }, 5);
        }
      }
    }
  });

  test('differentiates batches in every transposition', () => {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const a = random(transposeA ? [2, 5, 3] : [2, 3, 5], 1);
        const b = random(transposeB ? [2, 4, 5] : [2, 5, 4], 2);
        gradientCheck((x, y) => tf.sum(tf.square(tf.matMul(x, y, transposeA, transposeB))), [a, b]);
        tf.dispose([a, b]);
      }
    }
  });

  test('inner sizes that differ throw and leak nothing', () => {
    const before = tf.memory().numTensors;
    const a = tf.ones([2, 3, 4]);
    const b = tf.ones([2, 5, 6]);
    expect(() => tf.matMul(a, b)).toThrow(/inner shapes/i);
    tf.dispose([a, b]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('matMul on wasm', () => {
  beforeAll(async () => {
    await useBackend('wasm');
  });

  test('broadcasts both sides, which the cpu backend does not', () => {
    for (const transposeA of [false, true]) {
      check({ batchA: [2, 1], batchB: [1, 3], m: 7, n: 13, k: 3, transposeA, transposeB: false }, 6);
      check({ batchA: [2, 1, 2], batchB: [3, 1], m: 1, n: 5, k: 9, transposeA, transposeB: true }, 7);
    }
  });

  test('agrees with float64 across several blocks', () => {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        // Larger than one block in each dimension, and no multiple of a tile in any.
        check({ batchA: [], batchB: [], m: 203, n: 523, k: 307, transposeA, transposeB }, 3);
        check({ batchA: [2], batchB: [2], m: 11, n: 519, k: 259, transposeA, transposeB }, 4);
      }
    }
  });

  test('few rows, and small products, are summed in float64 and rounded once', () => {
    for (const [batch, m, n, k] of [
      [3, 1, 64, 22],
      [2, 1, 7, 300],
      [1, 3, 35, 64],
      [1, 12, 288, 8],
      [2, 6, 3, 64],
    ] as const) {
      for (const transposeA of [false, true]) {
        const problem = { batchA: [batch], batchB: [batch], m, n, k, transposeA, transposeB: false };
        const a = values(batch * m * k, 8);
        const b = values(batch * k * n, 9);
        const actual = tf.tidy(() =>
          tf
            .matMul(
              tf.tensor3d(a, transposeA ? [batch, k, m] : [batch, m, k]),
              tf.tensor3d(b, [batch, k, n]),
              transposeA,
            )
            .dataSync(),
        );
        expect([...actual]).toEqual([...product(a, b, problem)].map(Math.fround));
      }
    }
  });

  test('not a number and infinity spread as IEEE has them', () => {
    for (const [m, n, k] of [
      [1, 9, 5],
      [9, 11, 5],
      [9, 11, 1],
      [9, 1, 5],
    ] as const) {
      for (const transposeB of [false, true]) {
        const a = new Float32Array(2 * m * k).fill(0);
        const b = new Float32Array(2 * k * n).fill(1);
        b[0] = Number.NaN;
        b[k * n] = Number.POSITIVE_INFINITY;
        const out = tf.tidy(() =>
          tf
            .matMul(
              tf.tensor(a, [2, m, k]),
              tf.tensor(b, transposeB ? [2, n, k] : [2, k, n]),
              false,
              transposeB,
            )
            .dataSync(),
        );
        const item = Array.from({ length: m * n }, (_, i) => (i % n === 0 ? Number.NaN : 0));
        // Zero times infinity is not a number, too; other columns stay clean.
        expect([...out]).toEqual([...item, ...item]);
      }
    }
  });

  test('a sum over nothing is zero, and empty products have no entries', () => {
    tf.tidy(() => {
      expect([...tf.matMul(tf.zeros([2, 2, 0]), tf.zeros([2, 0, 3])).dataSync()]).toEqual(Array(12).fill(0));
      expect(tf.matMul(tf.zeros([0, 2, 3]), tf.zeros([0, 3, 3])).shape).toEqual([0, 2, 3]);
      expect(tf.matMul(tf.zeros([2, 0, 3]), tf.zeros([2, 3, 4])).shape).toEqual([2, 0, 4]);
    });
  });
});
