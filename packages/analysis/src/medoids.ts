import { RnpError } from '@rnp/errors';
import type { Clustering } from './kMeans.js';
import { checkLabels } from './labels.js';
import { check } from './options.js';
import { type Points, readPoints, requireDistances } from './points.js';

/**
 * The member of each cluster nearest to its centre, which represents the cluster (paper, Fig. 2B).
 *
 * @param points [n][d], the points that were clustered
 * @returns a position in `points` for each cluster; null for one without members
 * @throws RnpError RNP_ANALYSIS_POINTS, RNP_ANALYSIS_LABELS
 */
export function medoids(
  points: Points,
  clustering: Pick<Clustering, 'clusters' | 'centres'>,
): (number | null)[] {
  check.object('clustering', clustering);
  const { clusters, centres } = clustering;
  const block = readPoints(points);
  const { data, count, dimensions } = block;
  const middles = readPoints(centres, 1, 'centres');
  if (middles.dimensions === dimensions) requireDistances(middles, 'centres', block);
  checkLabels(clusters, count, 'clusters');
  const nearest: (number | null)[] = centres.map(() => null);
  const min = centres.map(() => Number.POSITIVE_INFINITY);
  for (let i = 0; i < count; i++) {
    const cluster = clusters[i]!;
    const centre = centres[cluster];
    if (centre === undefined || centre.length !== dimensions) {
      throw new RnpError(
        'RNP_ANALYSIS_LABELS',
        `is ${cluster}, which has no centre of ${dimensions} numbers; give the points that were clustered`,
        { path: `clusters[${i}]` },
      );
    }
    const distance = centre.reduce((sum, value, d) => sum + (value - data[i * dimensions + d]!) ** 2, 0);
    if (distance < min[cluster]!) {
      min[cluster] = distance;
      nearest[cluster] = i;
    }
  }
  return nearest;
}
