import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adjustedRandIndex, countAccuracy, figureGroundSse, foregroundAri, partIou } from '../src/index.js';
import { createUniform, shuffled } from '../src/random.js';
import { failure } from './fixtures.js';

describe('the adjusted Rand index', () => {
  test('of hand-computed tables', () => {
    // Table [[2, 1, 1], [0, 0, 2]]: Σ = 1 + 1 = 2; rows 6 + 1 = 7; columns 1 + 0 + 3 = 4; E = 28/15.
    const clusters = [0, 0, 0, 0, 1, 1];
    const labels = [5, 5, 6, 7, 7, 7];
    expect(adjustedRandIndex(clusters, labels)).toBeCloseTo((2 - 28 / 15) / (5.5 - 28 / 15), 14);
    // Each class cut in half by each cluster: Σ = 0; rows 2, columns 2, E = 4/6; −(2/3)/(2 − 2/3) = −1/2.
    expect(adjustedRandIndex([0, 1, 0, 1], [0, 0, 1, 1])).toBeCloseTo(-0.5, 14);
    // All in one against two halves agrees as much as chance.
    expect(adjustedRandIndex([3, 3, 3, 3], [0, 0, 1, 1])).toBe(0);
    expect(adjustedRandIndex([3, 3, 3], [0, 0, 0])).toBe(1);
    expect(adjustedRandIndex([1, 2, 3], [0, 4, 9])).toBe(1);
    expect(adjustedRandIndex([1], [7])).toBe(1);
  });

  const pairs = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 30 });

  test('is the share of pairs by counting pairs, whatever the names, the order and the side', () => {
    fc.assert(
      fc.property(pairs, fc.nat(), (rows, seed) => {
        const [a, b] = [rows.map(([one]) => one), rows.map(([, other]) => other)];
        const value = adjustedRandIndex(a, b);
        expect(value).toBeCloseTo(byPairs(a, b), 10);
        expect(value).toBeLessThanOrEqual(1);
        expect(value).toBeGreaterThanOrEqual(-0.5);
        expect(adjustedRandIndex(b, a)).toBeCloseTo(value, 12);
        expect(adjustedRandIndex(a, a)).toBe(1);
        const names = shuffled(9, createUniform(seed));
        const order = shuffled(rows.length, createUniform(seed + 1));
        const renamed = adjustedRandIndex(
          order.map((i) => names[a[i]!]!),
          order.map((i) => b[i]!),
        );
        expect(renamed).toBeCloseTo(value, 12);
      }),
    );
  });

  test('of the foreground leaves out the ground, whatever it was assigned to', () => {
    const owners = [0, 1, 1, 0, 2, 2, 0];
    expect(foregroundAri([9, 4, 4, 4, 3, 3, 3], owners)).toBe(1);
    expect(foregroundAri([0, 4, 3, 0, 4, 3, 0], owners)).toBeCloseTo(-0.5, 14);
    expect(foregroundAri([0, 0, 0, 0, 0, 0, 0], owners)).toBe(0);
    expect(foregroundAri([1, 2], [0, 0])).toBeNull();
    fc.assert(
      fc.property(pairs, fc.array(fc.nat(5), { minLength: 1 }), (rows, ground) => {
        const [a, b] = [rows.map(([one]) => one), rows.map(([, other]) => other + 1)];
        const within = foregroundAri([...ground, ...a], [...ground.map(() => 0), ...b]);
        expect(within).toBe(adjustedRandIndex(a, b));
      }),
    );
  });

  test('refuses what is no assignment', () => {
    expect(failure(() => adjustedRandIndex([1], [1, 2]))).toBe('RNP_ANALYSIS_LABELS clusters');
    expect(failure(() => adjustedRandIndex([], []))).toBe('RNP_ANALYSIS_LABELS labels');
    expect(failure(() => foregroundAri([0.5], [1]))).toBe('RNP_ANALYSIS_LABELS assigned[0]');
    expect(failure(() => foregroundAri([1], [1, 2]))).toBe('RNP_ANALYSIS_LABELS assigned');
  });
});

describe('count accuracy', () => {
  test('overall and per count', () => {
    expect(countAccuracy([0, 1, 1, 2, 3, 0], [0, 1, 2, 2, 2, 1])).toEqual({
      accuracy: 3 / 6,
      meanError: 3 / 6,
      perCount: [
        { count: 0, scenes: 1, accuracy: 1, bias: 0 },
        { count: 1, scenes: 2, accuracy: 0.5, bias: -0.5 },
        { count: 2, scenes: 3, accuracy: 1 / 3, bias: 0 },
      ],
    });
  });

  test('overall is the mean of those per count, weighted by scenes', () => {
    const scenes = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1 });
    fc.assert(
      fc.property(scenes, (rows) => {
        const { accuracy, meanError, perCount } = countAccuracy(
          rows.map(([found]) => found),
          rows.map(([, there]) => there),
        );
        const weighted = perCount.reduce((sum, one) => sum + one.scenes * one.accuracy, 0) / rows.length;
        expect(weighted).toBeCloseTo(accuracy, 12);
        expect(meanError).toBeGreaterThanOrEqual(1 - accuracy - 1e-12);
        expect(perCount.reduce((sum, one) => sum + one.scenes, 0)).toBe(rows.length);
      }),
    );
  });

  test('refuses what is no count', () => {
    expect(failure(() => countAccuracy([], []))).toBe('RNP_ANALYSIS_LABELS there');
    expect(failure(() => countAccuracy([-1], [1]))).toBe('RNP_ANALYSIS_LABELS found[0]');
    expect(failure(() => countAccuracy([1, 2], [1]))).toBe('RNP_ANALYSIS_LABELS found');
  });
});

describe('intersection over union of parts', () => {
  test('by the matching with the largest sum, not the greedy one', () => {
    // Object 0 has pixels 0–3, object 1 pixels 4–5.
    const there = [
      [1, 1, 1, 1, 0, 0],
      [0, 0, 0, 0, 1, 1],
    ];
    // Part 0: 3 of 4 pixels; part 1: exactly object 1; part 2: one stray pixel.
    const found = [
      [1, 1, 1, 0, 0, 0],
      [0, 0, 0, 0, 1, 1],
      [0, 0, 0, 1, 0, 0],
    ];
    expect(partIou(found, there)).toEqual({ mean: 0.875, ious: [0.75, 1], parts: [0, 1] });
    // Greedy: part 0 is best with object 0 (2/3), which leaves object 1 nothing; the other way both have something.
    const objects = [
      [1, 1, 1, 0, 0],
      [0, 0, 1, 1, 1],
    ];
    const parts = [
      [0, 1, 1, 0, 0],
      [1, 1, 0, 0, 0],
    ];
    expect(partIou(parts, objects)).toEqual({
      mean: (2 / 3 + 1 / 4) / 2,
      ious: [2 / 3, 1 / 4],
      parts: [1, 0],
    });
  });

  test('an object without a part counts as 0, a part without an object not at all', () => {
    expect(
      partIou(
        [[1, 0]],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    ).toEqual({ mean: 0.5, ious: [1, 0], parts: [0, null] });
    expect(partIou([], [[1, 0]])).toEqual({ mean: 0, ious: [0], parts: [null] });
    expect(partIou([[0, 1]], [[1, 0]])).toEqual({ mean: 0, ious: [0], parts: [null] });
    expect(partIou([[1, 0]], [])).toEqual({ mean: null, ious: [], parts: [] });
    expect(
      partIou(
        [
          [0.5, 0],
          [0, 2],
        ],
        [Uint8Array.of(255, 0)],
      ).mean,
    ).toBe(1);
  });

  test('is 1 for the objects themselves in any order, never more, and no less for one more part', () => {
    const masks = fc.array(fc.array(fc.nat(1), { minLength: 8, maxLength: 8 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(masks, masks, fc.nat(), (there, found, seed) => {
        const solid = there.map((mask, i) => [...mask, ...there.map((_, at) => (at === i ? 1 : 0))]);
        const order = shuffled(solid.length, createUniform(seed));
        expect(
          partIou(
            order.map((i) => solid[i]!),
            solid,
          ).mean,
        ).toBe(1);
        const { mean } = partIou(found, there);
        expect(mean).toBeLessThanOrEqual(1);
        expect(partIou([...found, there[0]!], there).mean!).toBeGreaterThanOrEqual(mean! - 1e-12);
      }),
    );
  });

  test('refuses masks of several sizes', () => {
    expect(failure(() => partIou([[1]], [[1, 0]]))).toBe('RNP_CONFIG found[0]');
    expect(failure(() => partIou([], [[1, 0], [1]]))).toBe('RNP_CONFIG there[1]');
    expect(failure(() => partIou([], [[Number.NaN]]))).toBe('RNP_CONFIG there[0][0]');
  });
});

describe('the squared error of figure and ground', () => {
  test('apart, over all channels', () => {
    const figure = [0, 1, 2];
    expect(figureGroundSse([1, 0, 0.5], [0.5, 1, 0.5], figure)).toEqual({
      figure: 1,
      ground: 0.25,
      figurePixels: 2,
      groundPixels: 1,
    });
    const colour = figureGroundSse([1, 1, 0, 0, 0, 0, 1, 0, 0], [0, 0, 0, 0, 0, 0, 0.5, 0, 0], figure);
    expect(colour).toMatchObject({ ground: 2, figure: 0.25 });
  });

  test('is that of the image in sum, and nothing for a perfect drawing', () => {
    const value = fc.double({ min: 0, max: 1, noNaN: true });
    const pixels = fc.array(fc.tuple(value, value, fc.nat(1)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(pixels, (rows) => {
        const [image, drawing] = [rows.map(([a]) => a), rows.map(([, b]) => b)];
        const mask = rows.map(([, , inside]) => inside);
        const { figure, ground, figurePixels, groundPixels } = figureGroundSse(image, drawing, mask);
        expect(figure + ground).toBeCloseTo(
          rows.reduce((sum, [a, b]) => sum + (a - b) ** 2, 0),
          10,
        );
        expect(figurePixels + groundPixels).toBe(rows.length);
        expect(figureGroundSse(image, image, mask)).toMatchObject({ figure: 0, ground: 0 });
      }),
    );
  });

  test('refuses sizes that do not fit', () => {
    expect(failure(() => figureGroundSse([1, 0], [1], [1]))).toBe('RNP_CONFIG drawing');
    expect(failure(() => figureGroundSse([1, 0, 1], [1, 0, 1], [1, 0]))).toBe('RNP_CONFIG figure');
    expect(failure(() => figureGroundSse([], [], []))).toBe('RNP_CONFIG figure');
  });
});

/** Hubert & Arabie's a, b, c and d: pairs that are together in both, in one alone, and in none. */
function byPairs(a: readonly number[], b: readonly number[]): number {
  let [both, onlyA, onlyB, none] = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const [inA, inB] = [a[i] === a[j], b[i] === b[j]];
      if (inA && inB) both++;
      else if (inA) onlyA++;
      else if (inB) onlyB++;
      else none++;
    }
  }
  const below = (both + onlyA) * (onlyA + none) + (both + onlyB) * (onlyB + none);
  return below === 0 ? 1 : (2 * (both * none - onlyA * onlyB)) / below;
}
