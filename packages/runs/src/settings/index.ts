export { augmentationText } from './augmentation.js';
export { requireBackendNames } from './backendNames.js';
export {
  type Bookkeeping,
  type BookkeepingOptions,
  type BookkeepingRow,
  bookkeepingTable,
  type EvaluateEvery,
} from './bookkeeping.js';
export { checkedSettings, type DataShape } from './checkedSettings.js';
export { documentShape } from './documentFields.js';
export { type NetworkKind, networkKinds } from './networkKind.js';
export { parseSetting, unknownSetting } from './parseSetting.js';
export type { Setting, SettingGroup } from './setting.js';
export { completeSettings, fromRecipe, resolveSettings } from './settings.js';
export { type SettingInRecipe, settingsInRecipe } from './settingsInRecipe.js';
export { settingAliases, settingNames, settingTable } from './settingTable.js';
export type { CompleteSettings, SettingSources, Settings } from './settingTypes.js';
export { defaultSettingValues } from './settingValues.js';
