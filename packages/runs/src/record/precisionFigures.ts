import type { Precisions } from '@rnp/vae';
import { formatMetric } from '@rnp/viz';
import { check, isCount } from '../checks.js';

/** What a run learned of its model's precisions, which the model keeps (`learnPrecisions` of @rnp/vae). */
export interface PrecisionFigures extends Precisions {
  /** Training images that they were learned from. */
  readonly images: number;
}

/**
 * The precisions that a model keeps, as a row of a table for people: name, value, meaning.
 *
 * @param images that they were learned from, where that is known
 */
export function precisionRow(
  precisions: Precisions,
  images?: number,
): readonly [name: string, value: string, meaning: string] {
  check.object('precisions', precisions);
  const { pixels, top, states, actions } = precisions;
  for (const [name, value] of Object.entries({ pixels, top })) check.number(`precisions.${name}`, value);
  const values = [pixels, top, states, actions].map((value, i) =>
    formatMetric(typeof value === 'number' ? value : of(value, i === 2 ? 'states' : 'actions')),
  );
  if (images !== undefined) isCount('images', images);
  const from = images === undefined ? 'the model’s own' : `learned from ${images} training images`;
  return ['precisions', values.join('; '), `of pixels; top program; states; actions, by level; ${from}`];
}

function of(value: unknown, name: string): readonly number[] {
  check.list(`precisions.${name}`, value, check.number);
  return value as readonly number[];
}
