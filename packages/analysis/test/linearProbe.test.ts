import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { heldOut, type Labelled, linearProbe } from '../src/index.js';
import { lbfgs } from '../src/lbfgs.js';
import { createUniform } from '../src/random.js';
import { blobs, failure } from './fixtures.js';

describe('linear probe', () => {
  test('tells apart what a plane parts, whatever the scale of a feature', () => {
    const { points, labels } = blobs(6, 40);
    const scaled = points.map(([a, b, c, d]) => [1e6 * a!, 1e-6 * b!, c!, d! + 1e4]);
    for (const all of [points, scaled]) {
      const { train, test: held } = heldOut({ points: all, labels });
      expect(linearProbe(train, held)).toMatchObject({
        accuracy: 1,
        trainAccuracy: 1,
        predicted: held.labels,
      });
    }
  });

  test('is at chance where labels mean nothing', () => {
    const uniform = createUniform(9);
    const points = Array.from({ length: 2000 }, () => [uniform(), uniform(), uniform()]);
    const labels = points.map(() => Math.floor(4 * uniform()));
    const { train, test: held } = heldOut({ points, labels });
    expect(Math.abs(linearProbe(train, held).accuracy - 0.25)).toBeLessThan(0.08);
  });

  test('does not see what is no plane: exclusive or', () => {
    const uniform = createUniform(3);
    const points = Array.from({ length: 1000 }, () => [uniform() - 0.5, uniform() - 0.5]);
    const labels = points.map(([x, y]) => (x! * y! > 0 ? 1 : 0));
    const { train, test: held } = heldOut({ points, labels });
    expect(linearProbe(train, held).accuracy).toBeLessThan(0.7);
    const product = ({ points: all, labels: of }: Labelled): Labelled => ({
      points: all.map((point) => [point[0]! * point[1]!]),
      labels: of,
    });
    expect(linearProbe(product(train), product(held)).accuracy).toBeGreaterThan(0.98);
  });

  test('learns the same from any order, and from classes of any name', () => {
    const { points, labels } = blobs(3, 60, { spread: 14 });
    const { train, test: held } = heldOut({ points, labels });
    const once = linearProbe(train, held);
    expect(once.accuracy).toBeGreaterThan(0.6);
    expect(once.accuracy).toBeLessThan(1);
    const turned = {
      points: [...train.points].reverse(),
      labels: Array.from(train.labels).reverse(),
    };
    expect(linearProbe(turned, held).predicted).toEqual(once.predicted);
    const renamed = ({ points: all, labels: of }: Labelled): Labelled => ({
      points: all,
      labels: Array.from(of, (label) => -7 * label),
    });
    expect(linearProbe(renamed(train), renamed(held)).accuracy).toBe(once.accuracy);
  });

  test('refuses one class, other dimensions, NaN', () => {
    const good = { points: [[0], [1]], labels: [0, 1] };
    expect(failure(() => linearProbe({ ...good, labels: [3, 3] }, good))).toBe(
      'RNP_ANALYSIS_LABELS train.labels',
    );
    expect(failure(() => linearProbe(good, { points: [[1, 2]], labels: [0] }))).toBe(
      'RNP_ANALYSIS_POINTS test.points',
    );
    expect(failure(() => linearProbe({ ...good, points: [[0], [Number.NaN]] }, good))).toBe(
      'RNP_ANALYSIS_POINTS train.points[1][0]',
    );
    expect(failure(() => linearProbe(good, good, { l2: -1 }))).toBe('RNP_CONFIG options.l2');
  });
});

describe('held out', () => {
  test('every point is in one of the parts, with its label', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 60 }), fc.integer(), (count, seed) => {
        const points = Array.from({ length: count }, (_, i) => [i]);
        const labels = points.map(([i]) => 2 * i!);
        const { train, test: held } = heldOut({ points, labels }, { share: 0.25, seed });
        const all = [...train.points, ...held.points].map((point) => point[0]!);
        expect(all.sort((a, b) => a - b)).toEqual(points.map(([i]) => i));
        for (const part of [train, held])
          expect(part.labels).toEqual(part.points.map((point) => 2 * point[0]!));
        expect(held.points).toHaveLength(Math.round(count / 4));
      }),
    );
  });

  test('refuses shares that leave nothing', () => {
    const two = { points: [[0], [1]], labels: [0, 1] };
    expect(failure(() => heldOut(two, { share: 0.1 }))).toBe('RNP_ANALYSIS_POINTS points');
    expect(failure(() => heldOut(two, { share: 1 }))).toBe('RNP_CONFIG options.share');
  });
});

test('L-BFGS finds the bottom of a narrow valley', () => {
  // Σ wᵢ(xᵢ − i)², with weights a thousandfold apart.
  const weights = [1, 10, 100, 1000];
  const found = lbfgs(
    (at, gradient) =>
      weights.reduce((sum, weight, i) => {
        gradient[i] = 2 * weight * (at[i]! - i);
        return sum + weight * (at[i]! - i) ** 2;
      }, 0),
    new Float64Array(4),
    { maxIterations: 100, tolerance: 1e-9 },
  );
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(i, 8);
  });
});
