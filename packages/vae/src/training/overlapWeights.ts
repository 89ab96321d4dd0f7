import { checkSetting } from '../checks.js';
import { requireTraining } from './trainingConfig.js';
import type { TrainingConfig } from './trainingSettings.js';

type Schedule = Pick<
  TrainingConfig,
  'overlap' | 'overlapDelay' | 'overlapWarmup' | 'overlapDecay' | 'overlapFinal'
>;

/**
 * Weights of the overlap penalty at a step, top level first: 0 for `overlapDelay` steps, then rising linearly over
 * `overlapWarmup` steps, then falling linearly over `overlapDecay` steps to `overlapFinal` of them (0: not at all).
 *
 * In the first steps all children draw the same blob, and the cheapest way to have no overlap is one child that draws
 * alone; those that fall silent then never learn. Once children have learnt to differ, a fraction of the weights keeps
 * them apart, and the full ones would go on silencing them.
 *
 * @throws RnpError RNP_CONFIG naming the setting that is out of range
 */
export function overlapWeightsAt(step: number, config: Schedule): readonly number[] {
  checkSetting.wholeNumber('step', step, 0);
  requireTraining(config, ['overlap', 'overlapDelay', 'overlapWarmup', 'overlapDecay', 'overlapFinal']);
  const { overlap, overlapDelay, overlapWarmup, overlapDecay, overlapFinal } = config;
  const since = step - overlapDelay;
  if (since < 0) return overlap.map(() => 0);
  const rise = overlapWarmup > 0 ? Math.min(1, since / overlapWarmup) : 1;
  const fallen = overlapDecay > 0 ? Math.min(1, Math.max(0, since - overlapWarmup) / overlapDecay) : 0;
  const share = rise * (1 - fallen * (1 - overlapFinal));
  return overlap.map((weight) => weight * share);
}
