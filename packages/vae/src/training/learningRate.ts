import { checkSetting } from '../checks.js';
import { requireTraining } from './trainingConfig.js';
import type { TrainingConfig } from './trainingSettings.js';

type Schedule = Pick<TrainingConfig, 'steps' | 'learningRate' | 'warmup' | 'schedule'>;

/**
 * The learning rate of a step: a linear rise over `warmup` steps, multiplied by ½(1 + cos(π·step/steps)) for
 * the cosine schedule.
 *
 * @param step 0 … steps − 1
 * @returns a number in [0, learningRate]
 * @throws RnpError RNP_CONFIG naming the setting that is out of range
 */
export function learningRateAt(step: number, config: Schedule): number {
  checkSetting.wholeNumber('step', step, 0);
  requireTraining(config, ['steps', 'learningRate', 'warmup', 'schedule']);
  const { steps, learningRate, warmup, schedule } = config;
  const rise = warmup > 0 ? Math.min(1, (step + 1) / warmup) : 1;
  const fall = schedule === 'cosine' ? 0.5 * (1 + Math.cos((Math.PI * step) / steps)) : 1;
  return learningRate * rise * fall;
}
