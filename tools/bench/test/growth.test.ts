import { expect, test } from '@jest/globals';
import { furtherLeaves, isLinear } from '../src/rows/growth.js';

const depth = (leaves: number, msPerStep: number, peakRssMb: number) => ({ leaves, msPerStep, peakRssMb });

test('a further leaf costs the same, whatever does not grow', () => {
  const further = furtherLeaves([depth(4, 30 + 4 * 2, 150 + 4), depth(16, 30 + 16 * 2, 150 + 16)]);
  expect(further.map(({ msPerLeaf, mbPerLeaf }) => [msPerLeaf, mbPerLeaf])).toEqual([
    [null, null],
    [2, 1],
  ]);
  expect(isLinear(further)).toBeNull();
});

test('what grows faster than the leaves, in time or in memory, is not linear', () => {
  const grown = (ms: number, mb: number): boolean | null =>
    isLinear(furtherLeaves([depth(4, 38, 154), depth(16, 62, 166), depth(64, ms, mb)]));
  expect(grown(62 + 48 * 2, 166 + 48)).toBe(true);
  expect(grown(62 + 48 * 2.6, 166 + 48)).toBe(false);
  expect(grown(62 + 48 * 2, 166 + 48 * 1.3)).toBe(false);
});
