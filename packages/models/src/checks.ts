import { type ArgumentChecks, argumentChecks } from '@rnp/errors';
import { ModelError } from '@rnp/vae';

/** Checks of arguments: RNP_CONFIG. */
export const check: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new ModelError('RNP_CONFIG', complaint, path),
);
