// n points, d dimensions, k clusters
import { kmeans } from 'ml-kmeans';
import { check, readOptions } from './options.js';
import { type Points, readPoints } from './points.js';
import { createUniform } from './random.js';

export interface KMeansOptions {
  /** k, at most n. */
  readonly clusters: number;
  /** Default 1. */
  readonly seed?: number;
  /** Starts from different places, of which the tightest result is taken. Default 4. */
  readonly starts?: number;
  /** Of Lloyd's algorithm, for each start. Default 100. */
  readonly maxIterations?: number;
}

export const defaultKMeansOptions: Required<Omit<KMeansOptions, 'clusters'>> = Object.freeze({
  seed: 1,
  starts: 4,
  maxIterations: 100,
});

export interface Clustering {
  /** The cluster of each point, 0 … k − 1, [n]. */
  readonly clusters: number[];
  /** Their means, [k][d]. */
  readonly centres: number[][];
  /** Σ squared distance of points from their centre. */
  readonly inertia: number;
}

/**
 * Clusters by k-means++ and Lloyd's algorithm, by ml-kmeans.
 *
 * @param points [n][d]
 * @throws RnpError RNP_ANALYSIS_POINTS for fewer points than clusters, RNP_CONFIG
 */
export function kMeans(points: Points, options: KMeansOptions): Clustering {
  const {
    clusters: count,
    seed,
    starts,
    maxIterations,
  } = readOptions(options, defaultKMeansOptions, ['clusters']);
  check.wholeNumber('options.clusters', count, 1);
  check.wholeNumber('options.seed', seed, Number.MIN_SAFE_INTEGER);
  check.wholeNumber('options.starts', starts, 1);
  check.wholeNumber('options.maxIterations', maxIterations, 1);
  readPoints(points, count);
  const rows = points.map((point) => Array.from(point));
  const uniform = createUniform(seed);
  let best: Clustering | undefined;
  for (let start = 0; start < starts; start++) {
    const startSeed = Math.floor(uniform() * 2 ** 31);
    const { clusters, centroids } = kmeans(rows, count, { seed: startSeed, maxIterations });
    const inertia = rows.reduce((sum, row, i) => sum + distance(row, centroids[clusters[i]!]!), 0);
    if (best === undefined || inertia < best.inertia) best = { clusters, centres: centroids, inertia };
  }
  return best!;
}

/** Squared Euclidean distance. */
function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, d) => sum + (value - b[d]!) ** 2, 0);
}
