import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assignment, clusterAccuracy, clusterPurity, kMeans, medoids } from '../src/index.js';
import { createUniform, shuffled } from '../src/random.js';
import { blobs, failure } from './fixtures.js';

describe('k-means', () => {
  test('finds what is apart, the same for the same seed', () => {
    const { points, labels } = blobs(8, 12);
    const found = kMeans(points, { clusters: 8 });
    expect(clusterAccuracy(found.clusters, labels)).toBe(1);
    expect(kMeans(points, { clusters: 8 })).toEqual(found);
    expect(new Set(found.clusters).size).toBe(8);
  });

  test('centres are means of members, and medoids the members nearest to them', () => {
    const { points } = blobs(4, 15, { spread: 9 });
    const { clusters, centres, inertia } = kMeans(points, { clusters: 5, seed: 3 });
    const shown = medoids(points, { clusters, centres });
    const squared = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, value, d) => sum + (value - b[d]!) ** 2, 0);
    centres.forEach((centre, cluster) => {
      const members = points.filter((_, i) => clusters[i] === cluster);
      centre.forEach((value, d) => {
        expect(value).toBeCloseTo(members.reduce((sum, p) => sum + p[d]!, 0) / members.length, 8);
      });
      expect(clusters[shown[cluster]!]).toBe(cluster);
      const min = Math.min(...members.map((member) => squared(member, centre)));
      expect(squared(points[shown[cluster]!]!, centre)).toBe(min);
    });
    const sum = points.reduce((total, point, i) => total + squared(point, centres[clusters[i]!]!), 0);
    expect(inertia).toBeCloseTo(sum, 8);
  });

  test('refuses more clusters than points, and what is no number', () => {
    expect(failure(() => kMeans([[1], [2]], { clusters: 3 }))).toBe('RNP_ANALYSIS_POINTS points');
    expect(failure(() => kMeans([[1], [Number.POSITIVE_INFINITY]], { clusters: 1 }))).toBe(
      'RNP_ANALYSIS_POINTS points[1][0]',
    );
    expect(failure(() => kMeans([[1], [2]], { clusters: 0 }))).toBe('RNP_CONFIG options.clusters');
    expect(failure(() => medoids([[1]], { clusters: [1], centres: [[1]] }))).toBe(
      'RNP_ANALYSIS_LABELS clusters[0]',
    );
  });

  test('an empty cluster has no representative', () => {
    expect(medoids([[1], [2]], { clusters: [0, 0], centres: [[2], [9]] })).toEqual([1, null]);
  });
});

describe('assignment', () => {
  const gains = fc.integer({ min: 1, max: 5 }).chain((rows) =>
    fc.integer({ min: 1, max: 5 }).chain((columns) =>
      fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    ),
  );

  test('gains as much as the best of all assignments', () => {
    fc.assert(
      fc.property(gains, (table) => {
        const columns = assignment(table);
        const taken = columns.filter((column) => column !== null);
        expect(new Set(taken).size).toBe(taken.length);
        expect(taken).toHaveLength(Math.min(table.length, table[0]!.length));
        const gained = columns.reduce<number>(
          (sum, column, row) => sum + (column === null ? 0 : table[row]![column]!),
          0,
        );
        expect(gained).toBe(best(table));
      }),
    );
  });

  test('refuses NaN', () => {
    expect(failure(() => assignment([[0, Number.NaN]]))).toBe('RNP_ANALYSIS_POINTS gains[0][1]');
  });
});

describe('agreement of clusters with labels', () => {
  const pairs = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 40 });

  test('does not depend on the clusters’ names nor on the order of the points', () => {
    fc.assert(
      fc.property(pairs, fc.nat(), (rows, seed) => {
        const names = shuffled(9, createUniform(seed));
        const order = shuffled(rows.length, createUniform(seed + 1));
        const [clusters, labels] = [rows.map(([a]) => a), rows.map(([, b]) => b)];
        for (const measure of [clusterAccuracy, clusterPurity]) {
          const named = measure(
            order.map((i) => names[clusters[i]!]!),
            order.map((i) => labels[i]!),
          );
          expect(named).toBeCloseTo(measure(clusters, labels), 12);
        }
        // A class for several clusters is no worse than one each.
        expect(clusterPurity(clusters, labels)).toBeGreaterThanOrEqual(clusterAccuracy(clusters, labels));
      }),
    );
  });

  test('known answers', () => {
    expect(clusterAccuracy([5, 5, 7, 7], [0, 0, 1, 1])).toBe(1);
    expect(clusterAccuracy([0, 0, 0, 0], [0, 0, 0, 1])).toBe(0.75);
    // Three clusters for two classes: one gets no class.
    expect(clusterAccuracy([0, 0, 1, 2], [0, 0, 1, 1])).toBe(0.75);
    expect(clusterPurity([0, 0, 1, 2], [0, 0, 1, 1])).toBe(1);
    // The greedy choice, cluster 0 for class 0, would be worse.
    expect(clusterAccuracy([0, 0, 0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 0, 0, 0])).toBe(5 / 8);
  });

  test('refuses labels that are none', () => {
    expect(failure(() => clusterAccuracy([], []))).toBe('RNP_ANALYSIS_LABELS labels');
    expect(failure(() => clusterAccuracy([1], [1, 2]))).toBe('RNP_ANALYSIS_LABELS clusters');
    expect(failure(() => clusterPurity([1], [Number.NaN]))).toBe('RNP_ANALYSIS_LABELS labels[0]');
  });
});

/** By trying all. */
function best(table: readonly (readonly number[])[]): number {
  const [rows, columns] = [table.length, table[0]!.length];
  const from = (row: number, taken: ReadonlySet<number>): number => {
    if (row === rows) return taken.size === Math.min(rows, columns) ? 0 : Number.NEGATIVE_INFINITY;
    let max = rows > columns ? from(row + 1, taken) : Number.NEGATIVE_INFINITY;
    for (let column = 0; column < columns; column++) {
      if (!taken.has(column))
        max = Math.max(max, table[row]![column]! + from(row + 1, new Set([...taken, column])));
    }
    return max;
  };
  return from(0, new Set());
}
