import { describe, expect, test } from '@jest/globals';
import { median, medians, ratio } from '../src/statistics.js';

describe('median', () => {
  test.each([
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('leaves the values in their order, and needs one', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
    expect(() => median([])).toThrow('at least one');
  });
});

describe('medians', () => {
  test('key by key; what is no number is the last one', () => {
    const rounds = [
      { ms: 3, version: 'a' },
      { ms: 1, version: 'b' },
      { ms: 2, version: 'c' },
    ];
    expect(medians(rounds)).toEqual({ ms: 2, version: 'c' });
  });

  test('a figure that is null in the last round stays null', () => {
    expect(medians([{ seconds: 3 }, { seconds: null }])).toEqual({ seconds: null });
  });
});

test('ratio is null where a side is missing', () => {
  expect(ratio(3, 2)).toBe(1.5);
  expect(ratio(undefined, 2)).toBeNull();
  expect(ratio(3, null)).toBeNull();
  expect(ratio(3, 0)).toBeNull();
});
