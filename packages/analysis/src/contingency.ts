// k clusters, c classes
import { RnpError } from '@rnp/errors';
import { checkLabels, distinct, type Labels } from './labels.js';

/**
 * [k][c], how many points are in a cluster and of a class.
 *
 * @throws RnpError RNP_ANALYSIS_LABELS for labels that are none, and for no points
 */
export function contingency(clusters: Labels, labels: Labels): number[][] {
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
