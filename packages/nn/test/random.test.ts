import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../src/index.js';

const draw = (count: number, ...seed: number[]) => {
  const random = createRandom(...seed);
  return Array.from({ length: count }, () => random.uniform());
};
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

describe('createRandom', () => {
  test('the numbers are pinned: a seed means the same in every release', () => {
    const random = createRandom(1, 2, 3);
    expect([random.uniform(), random.uniform(), random.normal(), random.normal()]).toEqual([
      0.8981882277876139, 0.3104277222882956, 0.4119649328662694, 1.0519273459692213,
    ]);
  });

  test('the same tuple gives the same stream, uniforms and normals mixed', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger(), { maxLength: 4 }), fc.array(fc.boolean()), (seed, kinds) => {
        const a = createRandom(...seed);
        const b = createRandom(...seed);
        for (const normal of kinds) {
          const values = normal ? [a.normal(), b.normal()] : [a.uniform(), b.uniform()];
          expect(values[0]).toBe(values[1]);
        }
      }),
    );
  });

  test('tuples that differ anywhere, or in length, give other streams', () => {
    const streams = [
      [],
      [0],
      [0, 0],
      [1],
      [-1],
      [0, 1],
      [1, 0],
      [2 ** 32],
      [2 ** 40 + 1],
      [4294967295],
      [1, 2, 3],
    ].map((seed) => draw(4, ...seed).join());
    expect(new Set(streams).size).toBe(streams.length);
  });

  test('neighbouring streams are uncorrelated, and so are first draws over consecutive steps', () => {
    const count = 20_000;
    const correlation = (a: readonly number[], b: readonly number[]) =>
      mean(a.map((v, i) => (v - 0.5) * (b[i]! - 0.5))) * 12;
    // Standard deviation of each estimate: 1/√count ≈ 0.007.
    expect(Math.abs(correlation(draw(count, 7, 0), draw(count, 7, 1)))).toBeLessThan(0.03);
    expect(Math.abs(correlation(draw(count, 7), draw(count, 8)))).toBeLessThan(0.03);
    const firsts = Array.from({ length: count + 1 }, (_, step) => createRandom(7, 1, step).uniform());
    expect(Math.abs(mean(firsts) - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(correlation(firsts.slice(0, count), firsts.slice(1)))).toBeLessThan(0.03);
  });

  test('uniform: in [0, 1), flat', () => {
    const values = draw(50_000, 11);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    const bins = new Array<number>(10).fill(0);
    for (const v of values) bins[Math.floor(v * 10)]!++;
    // Expected 5,000 in each, standard deviation 67.
    for (const bin of bins) expect(Math.abs(bin - 5000)).toBeLessThan(350);
  });

  test('normal: moments and the distribution function', () => {
    const random = createRandom(12);
    const values = Array.from({ length: 100_000 }, () => random.normal());
    expect(Math.abs(mean(values))).toBeLessThan(0.015);
    expect(Math.abs(mean(values.map((v) => v ** 2)) - 1)).toBeLessThan(0.02);
    expect(Math.abs(mean(values.map((v) => v ** 3)))).toBeLessThan(0.05);
    expect(Math.abs(mean(values.map((v) => v ** 4)) - 3)).toBeLessThan(0.15);
    for (const [x, below] of [
      [-1.96, 0.025],
      [-1, 0.158655],
      [0, 0.5],
      [1.644854, 0.95],
    ] as const) {
      expect(Math.abs(values.filter((v) => v < x).length / values.length - below)).toBeLessThan(0.006);
    }
    expect(Math.abs(mean(values.slice(1).map((v, i) => v * values[i]!)))).toBeLessThan(0.015);
  });

  test('refuses what is not a safe integer', () => {
    expect(() => createRandom(1, 0.5)).toThrow(expect.objectContaining({ code: 'RNP_CONFIG' }));
    expect(() => createRandom(Number.NaN)).toThrow(/^seed\[0\]: must be a safe integer, not NaN$/);
  });
});
