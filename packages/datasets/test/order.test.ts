import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { batchIndices, order } from '../src/index.js';
import { epochOrder } from '../src/order.js';
import { codeOf } from './codeOf.js';

const seeds = fc.oneof(fc.nat(5), fc.maxSafeNat());

describe('order', () => {
  test('is a permutation', () => {
    fc.assert(
      fc.property(fc.nat(200), seeds, seeds, (length, seed, epoch) => {
        const items = order(length, seed, epoch);
        expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
      }),
    );
  });

  test('is the same on every machine', () => {
    expect([...order(10, 0, 0)]).toEqual([3, 1, 0, 2, 6, 5, 8, 9, 4, 7]);
    expect([...order(10, 1, 0)]).toEqual([8, 4, 1, 6, 5, 0, 9, 7, 3, 2]);
    expect([...order(10, 0, 1)]).toEqual([8, 0, 6, 1, 7, 5, 4, 9, 3, 2]);
  });

  test('differs between seeds and epochs, also beyond 32 bits', () => {
    const keys = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];
    const seen = new Set(keys.flatMap((seed) => keys.map((epoch) => order(50, seed, epoch).join())));
    expect(seen.size).toBe(keys.length ** 2);
  });

  test('puts every item in every place about equally often, over neighbouring epochs', () => {
    const places = 8;
    const rounds = 4000;
    const counts = Array.from({ length: places }, () => new Float64Array(places));
    for (let epoch = 0; epoch < rounds; epoch++) {
      order(places, 7, epoch).forEach((item, place) => {
        counts[place]![item]! += 1;
      });
    }
    const expected = rounds / places;
    const chiSquared = counts
      .flatMap((row) => [...row])
      .reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    // 49 degrees of freedom: 95 is beyond the 99.99th percentile.
    expect(chiSquared).toBeLessThan(95);
  });

  test('refuses what is no count', () => {
    for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(codeOf(() => order(bad, 0, 0))).toBe('RNP_CONFIG');
      expect(codeOf(() => order(3, bad, 0))).toBe('RNP_CONFIG');
      expect(codeOf(() => order(3, 0, bad))).toBe('RNP_CONFIG');
    }
  });
});

describe('batchIndices', () => {
  test('an epoch of steps is its order, less what fills no batch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        seeds,
        fc.nat(4),
        (a, b, seed, epoch) => {
          const [batchSize, length] = a < b ? [a, b] : [b, a];
          const batches = Math.floor(length / batchSize);
          const steps = Array.from({ length: batches }, (_, i) => [
            ...batchIndices(length, batchSize, seed, epoch * batches + i),
          ]);
          expect(steps.flat()).toEqual([...order(length, seed, epoch)].slice(0, batches * batchSize));
        },
      ),
    );
  });

  test('does not keep the whole order alive', () => {
    expect(batchIndices(1000, 4, 1, 3).buffer.byteLength).toBe(16);
  });

  test('refuses a batch larger than the data set', () => {
    expect(codeOf(() => batchIndices(10, 11, 0, 0))).toBe('RNP_CONFIG');
    expect(() => batchIndices(10, 11, 0, 0)).toThrow('a batch of 11 is larger than the data set (10 images)');
    expect(batchIndices(10, 10, 0, 0).length).toBe(10);
  });

  test('refuses what is no count', () => {
    for (const call of [
      () => batchIndices(0, 1, 0, 0),
      () => batchIndices(5, 0, 0, 0),
      () => batchIndices(5, 2, 0, -1),
    ]) {
      expect(codeOf(call)).toBe('RNP_CONFIG');
    }
  });
});

test('an order that is remembered is the one that is asked for', () => {
  const remembering = epochOrder();
  for (const [length, batch, seed, step] of [
    [20, 6, 3, 0],
    [20, 6, 3, 2],
    [20, 6, 3, 3],
    [21, 6, 3, 2],
    [20, 6, 4, 0],
    [20, 6, 3, 0],
  ] as const) {
    expect(remembering(length, batch, seed, step)).toEqual(batchIndices(length, batch, seed, step));
  }
});
