// n scenes
import { RnpError, shown } from '@rnp/errors';
import { checkLabels, distinct, type Labels } from './labels.js';

/** The scenes that have one number of objects. */
export interface CountShare {
  /** How many objects there are. */
  readonly count: number;
  /** How many scenes have so many. */
  readonly scenes: number;
  /** The share of these in which so many were found, 0 to 1. */
  readonly accuracy: number;
  /** The mean of found − there; above 0: too many are found. */
  readonly bias: number;
}

/** How well objects were counted. */
export interface CountAccuracy {
  /** The share of scenes in which as many objects were found as there are, 0 to 1. */
  readonly accuracy: number;
  /** The mean of |found − there| over all scenes. */
  readonly meanError: number;
  /** The same for each number of objects that there is, rising. */
  readonly perCount: readonly CountShare[];
}

/**
 * How well objects were counted, over all scenes and for each true number apart (count accuracy, Eslami et al. 2016, *Attend,
 * Infer, Repeat*).
 *
 * @param found [n] whole numbers from 0: how many objects were found in each scene
 * @param there [n] whole numbers from 0: how many there are
 * @throws RnpError RNP_ANALYSIS_LABELS
 */
export function countAccuracy(found: Labels, there: Labels): CountAccuracy {
  checkLabels(there, there?.length, 'there');
  if (there.length === 0) {
    throw new RnpError('RNP_ANALYSIS_LABELS', 'there are none; give one for each scene', { path: 'there' });
  }
  checkLabels(found, there.length, 'found');
  requireCounts(found, 'found');
  requireCounts(there, 'there');
  const errors = Array.from(there, (count, scene) => found[scene]! - count);
  return {
    accuracy: mean(errors.map(isRight)),
    meanError: mean(errors.map(Math.abs)),
    perCount: distinct(there).map((count) => {
      const own = errors.filter((_, scene) => there[scene] === count);
      return { count, scenes: own.length, accuracy: mean(own.map(isRight)), bias: mean(own) };
    }),
  };
}

function isRight(error: number): number {
  return error === 0 ? 1 : 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function requireCounts(counts: Labels, path: string): void {
  for (let i = 0; i < counts.length; i++) {
    if (counts[i]! >= 0) continue;
    throw new RnpError('RNP_ANALYSIS_LABELS', `is ${shown(counts[i])}; give how many there are, from 0`, {
      path: `${path}[${i}]`,
    });
  }
}
