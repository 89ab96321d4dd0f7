import { assignment } from './assignment.js';
import { contingency } from './contingency.js';
import type { Labels } from './labels.js';

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
