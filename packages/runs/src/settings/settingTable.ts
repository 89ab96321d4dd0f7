import { modelSettings, trainingSettings } from '@rnp/vae';
import { dataSettings, ownModelSettings, ownTrainingSettings } from './ownSettings.js';
import { type Setting, settingsOfRows } from './setting.js';

const { steps, ...training } = trainingSettings;

/** Every setting of the model, of training and of the data, in the order they are listed. */
export const settingTable: readonly Setting[] = Object.freeze([
  ...ownModelSettings,
  ...settingsOfRows('model', modelSettings),
  ...settingsOfRows('training', { steps }),
  ...ownTrainingSettings,
  ...settingsOfRows('training', training),
  ...dataSettings,
]);

/** In the order of the table. */
export const settingNames: readonly string[] = Object.freeze(settingTable.map(({ name }) => name));

/** Settings as PyTorch, Keras and the like call them, in lower case without separators. */
export const settingAliases: Readonly<Record<string, string>> = Object.freeze(
  Object.fromEntries(
    settingTable.flatMap(({ name, alsoCalled = [] }) => alsoCalled.map((alias) => [alias, name])),
  ),
);
