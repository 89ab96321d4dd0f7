import { type ArgumentChecks, argumentChecks, RnpError } from '@rnp/errors';

/** Checks of options, trees and lists: RNP_CONFIG. */
export const checkOption: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }),
);
