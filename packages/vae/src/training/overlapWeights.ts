import type { TrainingConfig } from './trainingConfig.js';

type Schedule = Pick<TrainingConfig, 'overlap' | 'overlapDelay' | 'overlapWarmup'>;

/**
 * Weights of the overlap penalty at a step, top level first: 0 for `overlapDelay` steps, then rising linearly over
 * `overlapWarmup` steps. In the first steps all children draw the same blob, and the cheapest way to have no overlap
 * is one child that draws alone; those that fall silent then never learn.
 */
export function overlapWeightsAt(
  step: number,
  { overlap, overlapDelay, overlapWarmup }: Schedule,
): readonly number[] {
  const since = step - overlapDelay;
  if (since < 0) return overlap.map(() => 0);
  const share = overlapWarmup > 0 ? Math.min(1, since / overlapWarmup) : 1;
  return overlap.map((weight) => weight * share);
}
