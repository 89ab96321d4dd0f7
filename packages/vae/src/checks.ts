import { type ArgumentChecks, argumentChecks, RnpError, type RnpErrorCode } from '@rnp/errors';

function checksOf(code: RnpErrorCode): ArgumentChecks {
  return argumentChecks((path, complaint) => new RnpError(code, complaint, { path }));
}

/** Checks of settings and options: RNP_CONFIG. */
export const checkSetting: ArgumentChecks = /* @__PURE__ */ checksOf('RNP_CONFIG');

/** Checks of images and programs: RNP_IMAGES. */
export const checkInput: ArgumentChecks = /* @__PURE__ */ checksOf('RNP_IMAGES');

/** Checks of what a part of the caller's own answers: RNP_SHAPE. */
export const checkShape: ArgumentChecks = /* @__PURE__ */ checksOf('RNP_SHAPE');

/** Checks of weights: RNP_WEIGHTS. */
export const checkWeights: ArgumentChecks = /* @__PURE__ */ checksOf('RNP_WEIGHTS');
