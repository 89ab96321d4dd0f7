import { type Checks, checksWith } from '@rnp/backend';
import { ModelError, type ModelErrorCode } from './errors.js';

function checksOf(code: ModelErrorCode): Checks {
  return checksWith((path, has, needs) => new ModelError(code, `must be ${needs}, not ${has}`, path));
}

/** Checks of settings and options: RNP_CONFIG. */
export const checkSetting: Checks = /* @__PURE__ */ checksOf('RNP_CONFIG');

/** Checks of images and programs: RNP_IMAGES. */
export const checkInput: Checks = /* @__PURE__ */ checksOf('RNP_IMAGES');

/** Checks of weights: RNP_WEIGHTS. */
export const checkWeights: Checks = /* @__PURE__ */ checksOf('RNP_WEIGHTS');
