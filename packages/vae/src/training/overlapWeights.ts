import { checkSetting } from '../checks.js';
import { requireTraining } from './trainingConfig.js';
import type { TrainingConfig } from './trainingSettings.js';

type Schedule = Pick<
  TrainingConfig,
  'overlap' | 'overlapDelay' | 'overlapWarmup' | 'overlapDecay' | 'overlapFinal'
>;

/**
 * The weights of the overlap penalty at a step, top level first: 0 for `overlapDelay` steps; then a linear
 * rise to `overlap` over `overlapWarmup` steps; then a linear fall to `overlapFinal`·`overlap` over
 * `overlapDecay` steps (0: no fall).
 *
 * In the first steps all children draw the same blob, and one child that draws alone has the least overlap;
 * the others fall silent and never learn. Once the children differ, a fraction of the weights keeps them
 * apart, and the full weights would silence more of them.
 *
 * @param step number of steps done
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
