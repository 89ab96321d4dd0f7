import { RnpError, shown } from '@rnp/errors';

import { isListLike } from './points.js';

/** A whole number for each point: its class, or its cluster. */
export type Labels = ArrayLike<number>;

/**
 * @param count how many there are to be
 * @throws RnpError RNP_ANALYSIS_LABELS
 */
export function checkLabels(labels: Labels, count: number, path = 'labels'): Labels {
  if (!isListLike(labels)) {
    throw new RnpError('RNP_ANALYSIS_LABELS', `is ${shown(labels)}; give a list of whole numbers`, { path });
  }
  if (labels.length !== count) {
    throw new RnpError(
      'RNP_ANALYSIS_LABELS',
      `there are ${labels.length} for ${count} points; give one for each`,
      { path },
    );
  }
  for (let i = 0; i < count; i++) {
    if (!Number.isSafeInteger(labels[i])) {
      throw new RnpError('RNP_ANALYSIS_LABELS', `is ${shown(labels[i])}; give whole numbers`, {
        path: `${path}[${i}]`,
      });
    }
  }
  return labels;
}

/** The different labels, rising. */
export function distinct(labels: Labels): number[] {
  return [...new Set(Array.from(labels))].sort((a, b) => a - b);
}
