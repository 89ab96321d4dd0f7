import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { gradientCheck, leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {
  affineMatrix,
  borderReach,
  composeAffine,
  composeMatrices,
  inverseAffine,
  invertMatrix,
  matrixOf,
} from '../src/index.js';
import { numbers } from './randomScene.js';

const action = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 });

/** A plain matrix at a point. */
function apply(matrix: number[][], [x, y]: readonly number[]): number[] {
  return matrix.map(([a, b, c]) => a! * x! + b! * y! + c!);
}

function distance(p: number[], q: number[]): number {
  return Math.hypot(p[0]! - q[0]!, p[1]! - q[1]!) / (1 + Math.hypot(...p) + Math.hypot(...q));
}

describe('plain matrices', () => {
  test('composing is applying one after the other, inverting is going back', () => {
    fc.assert(
      fc.property(
        action,
        action,
        fc.tuple(fc.double({ min: -1, max: 1 }), fc.double({ min: -1, max: 1 })),
        (p, q, at) => {
          fc.pre(at.every(Number.isFinite));
          const first = matrixOf(p, 1.6);
          const second = matrixOf(q, 1.6);
          const one = apply(second, apply(first, at));
          expect(distance(apply(composeMatrices(first, second), at), one)).toBeLessThan(1e-12);
          expect(distance(apply(composeMatrices(first, invertMatrix(first)), at), at)).toBeLessThan(1e-9);
        },
      ),
    );
  });

  test('the neutral action is a plain shrink by 1 + scaleOffset', () => {
    expect(matrixOf([0, 0, 0, 0, 0, 0], 1.5)).toEqual([
      [2.5, 0, 0],
      [0, 2.5, 0],
    ]);
  });

  test('a singular matrix inverts to something finite', () => {
    expect(
      invertMatrix(matrixOf([-1, 0, 0, 0, 0, 0], 0))
        .flat()
        .every(Number.isFinite),
    ).toBe(true);
  });
});

describe.each(['cpu', 'wasm'] as const)('tensors of matrices on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  const paramsOf = (name: string): tf.Tensor2D => tf.tensor2d(numbers(3, name, 30), [5, 6]);

  test('agree with plain numbers', () => {
    tf.tidy(() => {
      const params = [paramsOf('p'), paramsOf('q')];
      const plain = params.map((p) => (p.arraySync() as number[][]).map((row) => matrixOf(row, 1.6)));
      const [first, second] = params.map((p) => affineMatrix(p, 1.6));
      const composed = composeAffine(first!, second!).arraySync();
      const inverse = inverseAffine(first!).arraySync();
      for (let i = 0; i < 5; i++) {
        const pairs: [number[][], number[][]][] = [
          [(first!.arraySync() as number[][][])[i]!, plain[0]![i]!],
          [composed[i]!, composeMatrices(plain[0]![i]!, plain[1]![i]!)],
          [inverse[i]!, invertMatrix(plain[0]![i]!)],
        ];
        for (const [got, want] of pairs) {
          got.flat().forEach((value, k) => {
            expect(Math.abs(value - want.flat()[k]!)).toBeLessThan(1e-4);
          });
        }
      }
    });
  });

  test('have the gradients of finite differences', () => {
    tf.tidy(() => {
      const weight = tf.tensor3d(numbers(3, 'weight', 30), [5, 2, 3]);
      const weigh = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(x, weight));
      const [p, q] = [paramsOf('p'), paramsOf('q')];
      gradientCheck((params) => weigh(affineMatrix(params, 1.6)), [p]);
      gradientCheck((params) => weigh(inverseAffine(affineMatrix(params, 1.6))), [p], { step: 1e-3 });
      gradientCheck((a, b) => weigh(composeAffine(a, b)), [affineMatrix(p, 1.6), affineMatrix(q, 1.6)]);
    });
  });

  test('a singular matrix inverts to something finite, NaN stays NaN', () => {
    tf.tidy(() => {
      const singular = affineMatrix(tf.tensor2d([-1, 0.3, 0, 0, 0.5, 0.5], [1, 6]), 0);
      expect([...inverseAffine(singular).dataSync()].every(Number.isFinite)).toBe(true);
      const broken = tf.fill([1, 2, 3], Number.NaN);
      expect([...inverseAffine(broken).dataSync()].every(Number.isNaN)).toBe(true);
    });
  });

  test('leave nothing behind', async () => {
    const p = paramsOf('p');
    const run = (): void => {
      const matrix = affineMatrix(p, 1.6);
      const inverse = inverseAffine(matrix);
      tf.dispose([matrix, inverse, composeAffine(matrix, inverse)]);
      tf.dispose(tf.grad((x) => composeAffine(affineMatrix(x, 1), inverseAffine(affineMatrix(x, 2))))(p));
    };
    expect(await leakedTensors(run)).toBe(0);
    p.dispose();
  });
});

test('the edges of a frame lie as many pixels from its middle line as half of it has, along the row', () => {
  // A frame of half the width of a canvas of 9 pixels: 8 pixels from corner to corner, 2 on either side.
  expect(borderReach([2, 0, 0], [5, 9])).toBeCloseTo(2, 9);
  expect(borderReach([0, 2, 0.3], [5, 9])).toBeCloseTo(1, 9);
  // It does not change along a side of one pixel.
  expect(borderReach([0, 2, 0], [1, 9])).toBeCloseTo(1e6, 3);
  expect(() => borderReach([1, 0], [5, 9])).toThrow(
    expect.objectContaining({ code: 'RNP_SHAPE', path: 'row' }),
  );
  expect(() => borderReach([1, 0, 0], [0, 9])).toThrow(
    expect.objectContaining({ code: 'RNP_SHAPE', path: 'canvas' }),
  );
});
