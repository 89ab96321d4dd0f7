import { type ArgumentChecks, argumentChecks, RnpError } from '@rnp/errors';

/** Checks of arguments: RNP_CONFIG. */
export const check: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }),
);
