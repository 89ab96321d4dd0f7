export { type ArgumentChecks, argumentChecks, type Refusal } from './argumentChecks.js';
export type { RnpErrorCode } from './errorCodes.js';
export { type JsonChange, jsonChange } from './jsonChange.js';
export { meant } from './meant.js';
export { isRnpError, RnpError, type RnpErrorOptions, wordingOf } from './rnpError.js';
export { shown } from './shown.js';
export { unawaited } from './unawaited.js';
export {
  inWords,
  type NamedOption,
  type NamedOptions,
  type OptionStyle,
  option,
  options,
  type Wording,
  worded,
} from './wording.js';
