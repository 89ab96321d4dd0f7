import { describe, expect, test } from '@jest/globals';
import { sharedOptimiser } from '@rnp/nn';
import fc from 'fast-check';
import { sharedLayout, shareOf } from '../../src/workers/sharedLayout.js';
import { sharedMemory } from '../../src/workers/sharedState.js';

const sizes = fc.record({
  n: fc.integer({ min: 0, max: 3000 }),
  parts: fc.integer({ min: 1, max: 5 }),
  seed: fc.integer({ min: 1, max: 999 }),
});

/** Values of both signs without a pattern in fours. */
const values = (n: number, seed: number): Float32Array =>
  Float32Array.from({ length: n }, (_, i) => Math.sin(seed + i * i));

function layoutFor(n: number, workers: number): ReturnType<typeof sharedLayout> {
  return sharedLayout({
    parameters: { w: [n] },
    runningStatistics: {},
    frozen: [],
    workers,
    terms: 6,
    images: 3,
    noise: 5,
  });
}

describe('the optimiser on shared memory', () => {
  test('adds gradients in the workers’ order, to the last bit, and sums the squares', () => {
    fc.assert(
      fc.property(sizes, ({ n, parts, seed }) => {
        const layout = layoutFor(n, parts);
        const memory = sharedMemory(layout);
        const views = layout.gradients.map(
          ({ offset, length }) => new Float32Array(memory.buffer, offset, length),
        );
        const given = views.map((_, part) => values(n, seed + part));
        for (const [part, view] of views.entries()) view.set(given[part]!);
        const stride = (layout.gradients[1]?.offset ?? 0) - layout.gradients[0]!.offset;
        const squares = sharedOptimiser(memory).sumParts(layout.gradients[0]!.offset, stride, parts, n);
        const expected = Float32Array.from({ length: n }, (_, i) =>
          given.reduce((sum, part) => Math.fround(sum + part[i]!), 0),
        );
        expect(views[0]).toEqual(expected);
        const wanted = expected.reduce((sum, value) => sum + value * value, 0);
        expect(Math.abs(squares - wanted)).toBeLessThanOrEqual(1e-5 * wanted);
        for (const [part, view] of views.entries()) if (part > 0) expect(view).toEqual(given[part]);
      }),
      { numRuns: 40 },
    );
  });

  test('one update is Adam’s, in place, and touches nothing else', () => {
    const n = 11;
    const layout = layoutFor(n, 1);
    const memory = sharedMemory(layout);
    const { weights, first, second, factors } = layout;
    const gradients = layout.gradients[0]!;
    const view = ({ offset, length }: { offset: number; length: number }): Float32Array =>
      new Float32Array(memory.buffer, offset, length);
    view(weights).set(values(n, 1));
    view(gradients).set(values(n, 2));
    view(first).set(values(n, 3));
    view(second).set(values(n, 4).map(Math.abs));
    view(factors[0]!)[0] = 0.5;
    const before = [weights, first, second].map((region) => [...view(region)]);
    const { adam } = sharedOptimiser(memory);
    const at = {
      value: weights.offset,
      gradient: gradients.offset,
      first: first.offset,
      second: second.offset,
      factor: factors[0]!.offset,
    };
    // All but the last weight, as if that were another worker's. After so many updates no bias is left to correct.
    adam(n - 1, at, 1e6, { learningRate: 0.01, clipValue: 0.4 });
    for (let i = 0; i < n - 1; i++) {
      const g = Math.max(-0.4, Math.min(0.4, 0.5 * view(gradients)[i]!));
      const [w0, m0, v0] = before.map((region) => region[i]!) as [number, number, number];
      const [m1, v1] = [0.9 * m0 + 0.1 * g, 0.999 * v0 + 0.001 * g * g];
      expect(view(first)[i]).toBeCloseTo(m1, 6);
      expect(view(second)[i]).toBeCloseTo(v1, 6);
      expect(view(weights)[i]).toBeCloseTo(w0 - (0.01 * m1) / (Math.sqrt(v1) + 1e-8), 5);
    }
    expect([weights, first, second].map((region) => view(region)[n - 1])).toEqual(
      before.map((region) => region[n - 1]),
    );
  });
});

test('shares follow one another, cover everything and differ by a step at most', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(1, 16),
      (count, workers, step) => {
        const shares = Array.from({ length: workers }, (_, index) => shareOf(count, index, workers, step));
        expect([shares[0]!.begin, shares.at(-1)!.end]).toEqual([0, count]);
        shares.slice(1).forEach(({ begin }, i) => {
          expect(begin).toBe(shares[i]!.end);
          expect(begin % step).toBe(0);
        });
        for (const { begin, end } of shares) {
          expect(Math.abs(end - begin - count / workers)).toBeLessThanOrEqual(step);
        }
      },
    ),
  );
});

test('no two regions share a cache line', () => {
  const layout = sharedLayout({
    parameters: { a: [3, 5], b: [7] },
    runningStatistics: { mean: [3] },
    frozen: [],
    workers: 3,
    terms: 6,
    images: 10,
    noise: 4,
  });
  expect(layout.parameters.map(({ begin, end }) => [begin, end])).toEqual([
    [0, 15],
    [15, 22],
  ]);
  const { control, weights, first, second, averages, gradients, terms, squares } = layout;
  const { factors, images, noise, exchange } = layout;
  const single = [control, weights, first, second, averages, { ...squares, length: 2 * squares.length }];
  const all = [...single, ...gradients, ...terms, ...factors, ...images, ...noise, ...exchange];
  const sorted = all.map(({ offset, length }) => [offset, offset + 4 * length]).sort(([a], [b]) => a! - b!);
  sorted.forEach(([begin], i) => {
    expect(begin! % 64).toBe(0);
    expect(begin).toBeGreaterThanOrEqual(sorted[i - 1]?.[1] ?? 0);
  });
  expect(layout.bytes).toBeGreaterThanOrEqual(sorted.at(-1)![1]!);
});

test('trained weights lie before frozen ones, and gradients hold only theirs', () => {
  const layout = sharedLayout({
    parameters: { 'decoder/a': [3, 5], 'encoder/b': [7], 'decoder/c': [2], 'encoder/d': [4] },
    runningStatistics: {},
    frozen: ['decoder/'],
    workers: 2,
    terms: 6,
    images: 10,
    noise: 4,
  });
  expect(layout.trained.map(({ name, begin, end }) => [name, begin, end])).toEqual([
    ['encoder/b', 0, 7],
    ['encoder/d', 7, 11],
  ]);
  expect(layout.parameters.slice(2).map(({ name, begin, end }) => [name, begin, end])).toEqual([
    ['decoder/a', 11, 26],
    ['decoder/c', 26, 28],
  ]);
  expect([layout.weights.length, ...layout.gradients.map(({ length }) => length)]).toEqual([28, 11, 11]);
});
