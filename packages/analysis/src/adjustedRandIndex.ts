// n points, k clusters, c classes
import { contingency } from './contingency.js';
import { checkLabels, type Labels } from './labels.js';

/**
 * How well two partitions of the same points agree, corrected for chance (Hubert & Arabie 1985, *Comparing partitions*). With n_ij points
 * in cluster i and class j, row sums a_i, column sums b_j and pairs (x) = x·(x − 1)/2,
 *
 *     ARI = (Σ_ij (n_ij) − E) / (½·(Σ_i (a_i) + Σ_j (b_j)) − E),  E = Σ_i (a_i) · Σ_j (b_j) / (n).
 *
 * What the clusters and classes are called does not matter, and neither does which of the two is the truth.
 *
 * @param clusters [n] whole numbers
 * @param labels [n] whole numbers
 * @returns 1 for equal partitions, 0 on average for random ones, down to −½. Where the fraction is 0/0 (both are one
 *   cluster, or both are n), the partitions are equal, and the result is 1.
 * @throws RnpError RNP_ANALYSIS_LABELS
 */
export function adjustedRandIndex(clusters: Labels, labels: Labels): number {
  return ariOf(contingency(clusters, labels));
}

/**
 * The adjusted Rand index over the pixels of the figure alone, as object-centric models are compared by (Greff et al. 2019,
 * *Multi-object representation learning with iterative variational inference*): pixels of the ground do not
 * count, whatever they were assigned to.
 *
 * @param assigned [h·w] whole numbers: the part that each pixel was assigned to; any number for none
 * @param owners [h·w] whole numbers: 0 where the ground is seen, and the same number for all pixels of one object
 * @returns as `adjustedRandIndex`; null where no pixel belongs to the figure
 * @throws RnpError RNP_ANALYSIS_LABELS
 */
export function foregroundAri(assigned: Labels, owners: Labels): number | null {
  checkLabels(owners, owners?.length, 'owners');
  checkLabels(assigned, owners.length, 'assigned');
  const figure = Array.from(owners).flatMap((owner, pixel) => (owner === 0 ? [] : [pixel]));
  if (figure.length === 0) return null;
  return ariOf(
    contingency(
      figure.map((pixel) => assigned[pixel]!),
      figure.map((pixel) => owners[pixel]!),
    ),
  );
}

/** @param table [k][c] */
function ariOf(table: readonly (readonly number[])[]): number {
  const rows = table.map(sum);
  const columns = table[0]!.map((_, column) => sum(table.map((row) => row[column]!)));
  const together = sum(table.flat().map(pairs));
  const [ofRows, ofColumns] = [sum(rows.map(pairs)), sum(columns.map(pairs))];
  const all = pairs(sum(rows));
  // A single point has no pairs.
  const expected = all === 0 ? 0 : (ofRows * ofColumns) / all;
  const max = (ofRows + ofColumns) / 2;
  return max === expected ? 1 : (together - expected) / (max - expected);
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
