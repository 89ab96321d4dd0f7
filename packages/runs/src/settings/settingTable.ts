import { modelSettings, trainingSettings } from '@rnp/vae';
import { dataSettings, ownModelSettings, ownTrainingSettings } from './ownSettings.js';
import { type Setting, settingsOfRows } from './setting.js';

const { steps, ...training } = trainingSettings;

/** Every setting of the model, of training and of the data, in the order in which they are listed. */
export const settingTable: readonly Setting[] = Object.freeze([
  ...ownModelSettings,
  ...settingsOfRows('model', modelSettings),
  ...settingsOfRows('training', { steps }),
  ...ownTrainingSettings,
  ...settingsOfRows('training', training),
  ...dataSettings,
]);

/** The names of all settings, in the order of the table. */
export const settingNames: readonly string[] = Object.freeze(settingTable.map(({ name }) => name));

/**
 * Names of settings in PyTorch, Keras and other libraries, in lower case without separators, and the setting
 * that each means.
 */
export const settingAliases: Readonly<Record<string, string>> = Object.freeze(
  Object.fromEntries(
    settingTable.flatMap(({ name, alsoCalled = [] }) => alsoCalled.map((alias) => [alias, name])),
  ),
);
