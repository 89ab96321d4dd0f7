import { describe, expect, test } from '@jest/globals';
import { runs, smoothed, thin } from '../../src/svg/curveData.js';

describe('curve data', () => {
  test('thinning keeps spikes and order', () => {
    const points = Array.from({ length: 1000 }, (_, x) => [x, x === 503 ? 99 : x % 2] as const);
    const out = thin(points, 50);
    expect(out.length).toBeLessThanOrEqual(100);
    expect(out).toContainEqual([503, 99]);
    expect(out.every(([x], i) => i === 0 || x > out[i - 1]![0])).toBe(true);
    expect(thin(points.slice(0, 100), 50)).toEqual(points.slice(0, 100));
  });

  test('smoothing is a centred mean, exact at the ends, deaf to values that are none', () => {
    const line = [0, 1, 2, 3, 4].map((x) => [x, 2 * x] as const);
    expect(smoothed(line, 3)).toEqual(line);
    const mean = smoothed(
      [
        [0, 0],
        [1, 3],
        [2, 0],
      ],
      3,
    );
    expect(mean).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
    ]);
    expect(
      smoothed(
        [
          [0, 1],
          [1, Number.NaN],
          [2, 3],
        ],
        3,
      )[1],
    ).toEqual([1, 2]);
  });

  test('runs part at gaps', () => {
    const points = [
      [0, 1],
      [1, Number.NaN],
      [2, 2],
      [3, 3],
    ] as const;
    expect(runs(points, ([, y]) => !Number.isNaN(y))).toEqual([
      [[0, 1]],
      [
        [2, 2],
        [3, 3],
      ],
    ]);
  });
});
