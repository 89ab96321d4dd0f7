import { expect, test } from '@jest/globals';
import { neighbourAccuracy } from '../src/index.js';
import { nearest } from '../src/nearest.js';
import { readPoints } from '../src/points.js';
import { createUniform } from '../src/random.js';
import { failure } from './fixtures.js';

test('the nearest are the first of all by distance', () => {
  const uniform = createUniform(3);
  // Few values, so that many are equally near.
  const points = Array.from({ length: 200 }, () => [Math.floor(4 * uniform()), Math.floor(4 * uniform())]);
  for (const count of [1, 7, 200]) {
    const sorted = points
      .map(([x, y], i) => ({ square: (x! - 1) ** 2 + (y! - 2) ** 2, i }))
      .sort((a, b) => a.square - b.square || a.i - b.i)
      .slice(0, count);
    const { indices, squares } = nearest(readPoints(points), [1, 2], count);
    expect(Array.from(indices)).toEqual(sorted.map(({ i }) => i));
    expect(Array.from(squares)).toEqual(sorted.map(({ square }) => square));
  }
});

test('neighbours vote, and of equal votes that of the nearest counts', () => {
  const known = { points: [[0], [1], [2], [10], [11]], labels: [0, 1, 1, 0, 0] };
  const held = { points: [[0.1], [9]], labels: [1, 0] };
  expect(neighbourAccuracy(known, held, { neighbours: 1 })).toBe(0.5);
  expect(neighbourAccuracy(known, held, { neighbours: 2 })).toBe(0.5);
  expect(neighbourAccuracy(known, held, { neighbours: 3 })).toBe(1);
  expect(neighbourAccuracy(known, held)).toBe(0.5);
});

test('more neighbours than there are points are refused; without a number all vote', () => {
  const known = { points: [[0], [1], [2]], labels: [0, 1, 1] };
  const held = { points: [[0]], labels: [1] };
  expect(failure(() => neighbourAccuracy(known, held, { neighbours: 4 }))).toBe(
    'RNP_CONFIG options.neighbours',
  );
  expect(() => neighbourAccuracy(known, held, { neighbours: 4 })).toThrow(/must be at most 3/);
  expect(neighbourAccuracy(known, held)).toBe(1);
});

test('votes are refused where points and labels are none', () => {
  const known = { points: [[0], [1]], labels: [0, 1] };
  const told = (run: Parameters<typeof neighbourAccuracy>[1]) => failure(() => neighbourAccuracy(known, run));
  expect(told({ points: [[0, 1]], labels: [0] })).toBe('RNP_ANALYSIS_POINTS held.points');
  expect(told({ points: [[0]], labels: [] })).toBe('RNP_ANALYSIS_LABELS held.labels');
  expect(told({ points: [], labels: [] })).toBe('RNP_ANALYSIS_POINTS held.points');
});
