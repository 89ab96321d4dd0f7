import { type ArgumentChecks, argumentChecks, RnpError } from '@rnp/errors';

/** Checks of options: RNP_CONFIG. */
export const check: ArgumentChecks = argumentChecks(
  (path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }),
);
