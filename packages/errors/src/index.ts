export { type ArgumentChecks, argumentChecks, type Refusal } from './argumentChecks.js';
export type { RnpErrorCode } from './errorCodes.js';
export { type JsonChange, jsonChange } from './jsonChange.js';
export { meant } from './meant.js';
export { isRnpError, RnpError, type RnpErrorOptions, wordingOf } from './rnpError.js';
export { shown } from './shown.js';
export { unawaited } from './unawaited.js';
export { inWords, option, options, worded } from './wording.js';
export type { NamedOption, NamedOptions, OptionStyle, Wording } from './wordingText.js';
