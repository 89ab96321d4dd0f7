import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatTick, linearTicks, logTicks } from '../../src/svg/ticks.js';

describe('ticks', () => {
  test.each([
    [0, 100, 5, [0, 20, 40, 60, 80, 100]],
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [-0.3, 0.3, 6, [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]],
    [13.2, 17.9, 4, [14, 16]],
    [5, 5, 4, [5]],
  ])('linear from %s to %s', (low, high, count, expected) => {
    expect(linearTicks(low, high, count).map((tick) => tick + 0)).toEqual(expected);
  });

  test.each([
    [1, 1000, 6, [1, 10, 100, 1000]],
    [10, 90, 6, [10, 20, 30, 50, 70]],
    [0.5, 50, 6, [0.5, 1, 2, 5, 10, 20, 50]],
    [50, 60, 5, [50, 52, 54, 56, 58, 60]],
  ])('logarithmic from %s to %s', (low, high, count, expected) => {
    expect(logTicks(low, high, count)).toEqual(expected);
  });

  test('within the range, rising, not too many, for any range', () => {
    const size = fc.double({ min: 1e-9, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(size, size, fc.integer({ min: 1, max: 12 }), (low, span, count) => {
        fc.pre(span > 1e-6 * low);
        for (const ticks of [linearTicks(low, low + span, count), logTicks(low, low + span, count)]) {
          expect(ticks.length).toBeLessThanOrEqual(3 * count + 12);
          for (let i = 1; i < ticks.length; i++) expect(ticks[i]!).toBeGreaterThan(ticks[i - 1]!);
        }
      }),
    );
  });

  test.each([
    [0, '0'],
    [0.05, '0.05'],
    [12.5, '12.5'],
    [1500, '1,500'],
    [20_000, '20k'],
    [12_500, '12.5k'],
    [3e6, '3M'],
    [1e-7, '1.0e-7'],
    [-2000, '-2,000'],
  ])('%s is written %s', (value, text) => expect(formatTick(value)).toBe(text));
});
