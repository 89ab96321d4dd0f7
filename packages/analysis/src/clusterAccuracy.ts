// k clusters, c classes
import { RnpError } from '@rnp/errors';
import { assignment } from './assignment.js';
import { checkLabels, distinct, type Labels } from './labels.js';

/**
 * How well clusters agree with labels that clustering did not use. Each cluster gets at most one class and each class at most
 * one cluster, so that they agree best (the measure of stacked capsule autoencoders, Kosiorek et al. 2019). If there are more
 * clusters than classes, points of clusters without a class count as wrong.
 *
 * @param clusters [n] whole numbers
 * @param labels [n] whole numbers
 * @returns the share of points whose cluster has their class, in (0, 1]; 1 if clusters and classes are the same
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
 * The same, but each cluster gets its most frequent class, also if several clusters get the same one: the accuracy of the
 * clusters as a classifier. It rises with their number, to 1 when every point is a cluster.
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
