import { RnpError } from '@rnp/errors';
import type { Labelled } from './heldOut.js';
import { checkLabels } from './labels.js';
import { check } from './options.js';
import { type PointBlock, readPoints, requireDistances } from './points.js';

/** An argument and its name. */
type Named = readonly [name: string, value: Labelled];

/**
 * Reads labelled points to learn from and labelled points to try that on, of the same space.
 *
 * @param least how many points there must be to learn from
 * @throws RnpError RNP_ANALYSIS_POINTS, RNP_ANALYSIS_LABELS, RNP_CONFIG
 */
export function labelledPoints(
  [name, known]: Named,
  [heldName, held]: Named,
  least: number,
): { readonly known: PointBlock; readonly held: PointBlock } {
  check.object(name, known);
  check.object(heldName, held);
  const among = readPoints(known.points, least, `${name}.points`);
  const points = readPoints(held.points, 1, `${heldName}.points`);
  if (points.dimensions !== among.dimensions) {
    throw new RnpError(
      'RNP_ANALYSIS_POINTS',
      `have ${points.dimensions} dimensions, and ${name}.points ${among.dimensions}; give the same`,
      { path: `${heldName}.points` },
    );
  }
  requireDistances(points, `${heldName}.points`, among);
  checkLabels(known.labels, among.count, `${name}.labels`);
  checkLabels(held.labels, points.count, `${heldName}.labels`);
  return { known: among, held: points };
}
