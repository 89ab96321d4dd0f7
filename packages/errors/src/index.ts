export { type ArgumentChecks, argumentChecks, type Refusal } from './argumentChecks.js';
export type { RnpErrorCode } from './errorCodes.js';
export { type JsonChange, jsonChange } from './jsonChange.js';
export { meant } from './meant.js';
export { isRnpError, RnpError, type RnpErrorOptions, wordingOf } from './rnpError.js';
export type { SettingGround, SettingRow } from './settingRow.js';
export { shown } from './shown.js';
export { shownTyped } from './shownTyped.js';
export { unawaited } from './unawaited.js';
export {
  type ChoiceDescription,
  type DescriptionOf,
  type ListDescription,
  misfit,
  type NumberDescription,
  type SizeDescription,
  type ValueDescription,
} from './valueDescription.js';
export { inWords, option, options, worded } from './wording.js';
export type { NamedOption, NamedOptions, OptionStyle, Wording } from './wordingText.js';
