import { expect, test } from '@jest/globals';
import { readPoints } from '../src/points.js';
import { tsneAffinities } from '../src/tsneAffinities.js';
import { blobs } from './fixtures.js';

test('affinities are a distribution over pairs', () => {
  const affinities = tsneAffinities(readPoints(blobs(3, 20).points), 10);
  expect(affinities).toHaveLength((60 * 59) / 2);
  expect(2 * affinities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  expect(Math.min(...affinities)).toBeGreaterThanOrEqual(0);
});

test('four corners of a square: each attends to its two neighbours at a perplexity of two', () => {
  const corners = readPoints([
    [0, 0],
    [0, 1],
    [1, 1],
    [1, 0],
  ]);
  const [p01, p02, p03, p12, p13, p23] = tsneAffinities(corners, 2 + 1e-6);
  for (const side of [p01, p03, p12, p23]) expect(side).toBeCloseTo(1 / 8, 4);
  for (const diagonal of [p02, p13]) expect(diagonal).toBeLessThan(1e-4);
});
