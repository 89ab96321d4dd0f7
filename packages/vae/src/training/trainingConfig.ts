import { misfit, RnpError } from '@rnp/errors';
import { checkSetting } from '../checks.js';
import { type TrainingConfig, trainingSettings } from './trainingSettings.js';

/** What each row of `trainingSettings` says. */
export const defaultTrainingConfig: TrainingConfig = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ Object.fromEntries(
    /* @__PURE__ */ Object.entries(trainingSettings).map(([name, row]) => [name, row.default]),
  ),
) as unknown as TrainingConfig;

/**
 * Defaults filled in and every value checked.
 *
 * @throws RnpError RNP_CONFIG naming the setting and its range
 */
export function trainingConfig(given: Partial<TrainingConfig> = {}): TrainingConfig {
  checkSetting.options('training', given, [], Object.keys(defaultTrainingConfig));
  const config: TrainingConfig = { ...defaultTrainingConfig, ...withoutUndefined(given) };
  requireTraining(config, Object.keys(defaultTrainingConfig) as Name[]);
  return config;
}

type Name = keyof TrainingConfig;

/**
 * Sees that these values of a config are there and in range, for what needs no more of it.
 *
 * @throws RnpError RNP_CONFIG naming the setting and its range
 */
export function requireTraining(config: Partial<TrainingConfig>, names: readonly Name[]): void {
  checkSetting.object('training', config);
  for (const name of names) {
    const complaint = misfit(config[name], trainingSettings[name].values);
    if (complaint !== null) throw new RnpError('RNP_CONFIG', complaint, { path: `training.${name}` });
  }
}

function withoutUndefined(given: Partial<TrainingConfig>): Partial<TrainingConfig> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
