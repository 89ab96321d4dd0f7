import { type ArgumentChecks, argumentChecks } from '@rnp/errors';
import { ModelError, type ModelErrorCode } from './errors.js';

function checksOf(code: ModelErrorCode): ArgumentChecks {
  return argumentChecks((path, complaint) => new ModelError(code, complaint, path));
}

/** Checks of settings and options: RNP_CONFIG. */
export const checkSetting: ArgumentChecks = /* @__PURE__ */ checksOf('RNP_CONFIG');

/** Checks of images and programs: RNP_IMAGES. */
export const checkInput: ArgumentChecks = /* @__PURE__ */ checksOf('RNP_IMAGES');

/** Checks of weights: RNP_WEIGHTS. */
export const checkWeights: ArgumentChecks = /* @__PURE__ */ checksOf('RNP_WEIGHTS');
