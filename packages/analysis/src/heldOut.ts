import { RnpError, shown } from '@rnp/errors';
import { checkLabels, type Labels } from './labels.js';
import { check, readOptions } from './options.js';
import { isListLike, type Points } from './points.js';
import { createUniform, shuffled } from './random.js';

/** Points with their classes. */
export interface Labelled {
  readonly points: Points;
  readonly labels: Labels;
}

export interface HeldOutOptions {
  /** Share of the points that is held out, in (0, 1). Default 0.3. */
  readonly share?: number;
  /** Default 1. */
  readonly seed?: number;
}

export const defaultHeldOutOptions: Required<HeldOutOptions> = Object.freeze({ share: 0.3, seed: 1 });

/**
 * Splits points at random into a training set and a held-out set.
 *
 * @throws RnpError RNP_ANALYSIS_LABELS, RNP_CONFIG; RNP_ANALYSIS_POINTS where a part would be empty
 */
export function heldOut(
  labelled: Labelled,
  options: HeldOutOptions = {},
): { train: Labelled; test: Labelled } {
  check.object('labelled', labelled);
  const { points, labels } = labelled;
  const { share, seed } = readOptions(options, defaultHeldOutOptions);
  check.number('options.share', share, Number.MIN_VALUE, 1 - Number.EPSILON);
  check.wholeNumber('options.seed', seed, Number.MIN_SAFE_INTEGER);
  if (!isListLike(points)) {
    throw new RnpError('RNP_ANALYSIS_POINTS', `is ${shown(points)}; give a list of points`, {
      path: 'points',
    });
  }
  checkLabels(labels, points.length);
  const out = Math.round(share * points.length);
  if (out === 0 || out === points.length) {
    throw new RnpError(
      'RNP_ANALYSIS_POINTS',
      `there are ${points.length}, too few to hold out ${share} of them; give more`,
      { path: 'points' },
    );
  }
  const order = shuffled(points.length, createUniform(seed));
  const taken = (items: readonly number[]): Labelled => ({
    points: items.map((item) => points[item]!),
    labels: items.map((item) => labels[item]!),
  });
  return { train: taken(order.slice(out)), test: taken(order.slice(0, out)) };
}
