// k clusters, c classes
import { RnpError } from '@rnp/errors';
import { assignment } from './assignment.js';
import { checkLabels, distinct, type Labels } from './labels.js';

/**
 * How well clusters that know no labels agree with them: each cluster is given a class, each class to one cluster at most, as
 * agrees best (the measure reported for stacked capsule autoencoders, Kosiorek et al. 2019). Clusters that get no class, since there
 * are more of them than classes, count as wrong.
 *
 * @param clusters [n] whole numbers
 * @param labels [n] whole numbers
 * @returns the share of points whose cluster's class is their own, in (0, 1]; 1 where both part the points alike
 * @throws RnpError RNP_ANALYSIS_LABELS
 */
export function clusterAccuracy(clusters: Labels, labels: Labels): number {
  const table = contingency(clusters, labels);
  const columns = assignment(table);
  const right = columns.reduce<number>(
    (sum, column, row) => sum + (column === null ? 0 : table[row]![column]!),
    0,
  );
  return right / labels.length;
}

/**
 * The same with each cluster given its most frequent class, many to one if need be: what clusters could do as a classifier. Rises
 * with their number, to 1 where every point is its own.
 *
 * @throws RnpError RNP_ANALYSIS_LABELS
 */
export function clusterPurity(clusters: Labels, labels: Labels): number {
  const right = contingency(clusters, labels).reduce((sum, row) => sum + Math.max(...row), 0);
  return right / labels.length;
}

/** [k][c], how many points are in a cluster and of a class. */
function contingency(clusters: Labels, labels: Labels): number[][] {
  if (labels?.length === 0) {
    throw new RnpError('RNP_ANALYSIS_LABELS', 'there are none; give one for each point', { path: 'labels' });
  }
  checkLabels(labels, labels?.length);
  checkLabels(clusters, labels.length, 'clusters');
  const rows = positions(clusters);
  const columns = positions(labels);
  const table = Array.from({ length: rows.size }, () => new Array<number>(columns.size).fill(0));
  for (let i = 0; i < labels.length; i++) {
    table[rows.get(clusters[i]!)!]![columns.get(labels[i]!)!]! += 1;
  }
  return table;
}

function positions(labels: Labels): Map<number, number> {
  return new Map(distinct(labels).map((label, at) => [label, at]));
}
