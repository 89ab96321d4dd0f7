import { RnpError } from '@rnp/errors';
import type { Labelled } from './heldOut.js';
import { labelledPoints } from './labelledPoints.js';
import { nearest } from './nearest.js';
import { check, readOptions } from './options.js';
import { rowOf } from './points.js';

export interface NeighbourAccuracyOptions {
  /** How many neighbours vote, at most as many as there are known points. Default 10, or all points where there are fewer. */
  readonly neighbours?: number;
}

export const defaultNeighbourAccuracyOptions: Required<NeighbourAccuracyOptions> = Object.freeze({
  neighbours: 10,
});

/**
 * Share of points whose label is the most frequent one among their nearest known points; between labels with equal votes, that
 * of the nearest point counts. On a map it shows whether new points lie among their own class.
 *
 * @throws RnpError RNP_ANALYSIS_POINTS, RNP_ANALYSIS_LABELS, RNP_CONFIG
 */
export function neighbourAccuracy(
  known: Labelled,
  held: Labelled,
  options: NeighbourAccuracyOptions = {},
): number {
  const { neighbours } = readOptions(options, defaultNeighbourAccuracyOptions);
  check.wholeNumber('options.neighbours', neighbours, 1);
  const { known: among, held: points } = labelledPoints(['known', known], ['held', held], 1);
  if (options.neighbours !== undefined && neighbours > among.count) {
    const complaint = `must be at most ${among.count}, as many as there are known points, not ${neighbours}`;
    throw new RnpError('RNP_CONFIG', complaint, { path: 'options.neighbours' });
  }
  const count = Math.min(neighbours, among.count);
  let right = 0;
  for (let i = 0; i < points.count; i++) {
    const { indices } = nearest(among, rowOf(points, i), count);
    if (elected(Array.from(indices, (item) => known.labels[item]!)) === held.labels[i]) right++;
  }
  return right / points.count;
}

/** The label with the most votes, and of several the first. */
function elected(votes: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
