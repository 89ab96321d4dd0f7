export { augmentationText } from './augmentation.js';
export { requireBackendNames } from './backendNames.js';
export { checkedSettings, type DataShape } from './checkedSettings.js';
export { type NetworkKind, networkKinds } from './networkKind.js';
export { parseSetting, unknownSetting } from './parseSetting.js';
export { settingAliases } from './settingAliases.js';
export {
  type CompleteSettings,
  completeSettings,
  fromRecipe,
  resolveSettings,
  type SettingSources,
  type Settings,
} from './settings.js';
export { type Setting, settingNames, settingTable } from './settingTable.js';
export { settingDefaults } from './settingValues.js';
