import type { TrainingConfig } from './trainingConfig.js';

/**
 * Weights of the overlap penalty at a step, top level first. They rise linearly over `overlapWarmup` steps: from the
 * first step on at full strength the cheapest way to have no overlap is one child that draws alone, and the
 * others never learn.
 */
export function overlapWeightsAt(
  step: number,
  { overlap, overlapWarmup }: Pick<TrainingConfig, 'overlap' | 'overlapWarmup'>,
): readonly number[] {
  const share = overlapWarmup > 0 ? Math.min(1, step / overlapWarmup) : 1;
  return overlap.map((weight) => weight * share);
}
