import { expect, test } from '@jest/globals';
import { meanCurve } from '../../src/index.js';

test('the mean of runs, and a ribbon of one standard deviation (n − 1)', () => {
  const curve = meanCurve('two', [
    [
      [0, 1],
      [5, 10],
    ],
    [
      [0, 3],
      [5, 10],
      [10, 4],
    ],
  ]);
  expect(curve.points).toEqual([
    [0, 2],
    [5, 10],
  ]);
  expect(curve.band![0]![1]).toBeCloseTo(2 - Math.SQRT2, 12);
  expect(curve.band![0]![2]).toBeCloseTo(2 + Math.SQRT2, 12);
  expect(curve.band![1]).toEqual([5, 10, 10]);
});

test('a place that a run lacks is averaged over the others; one run has no ribbon, none no points', () => {
  const curve = meanCurve('torn', [
    [
      [0, 1],
      [5, 2],
    ],
    [[0, 3]],
  ]);
  expect(curve.points).toEqual([
    [0, 2],
    [5, 2],
  ]);
  expect(meanCurve('one', [[[0, 1]]])).toEqual({ name: 'one', points: [[0, 1]] });
  expect(meanCurve('none', [])).toEqual({ name: 'none', points: [] });
});
