import { type ArgumentChecks, argumentChecks } from '@rnp/images';
import { VizError } from './errors.js';

/** Checks of options, trees and lists: RNP_IMAGE_OPTION. */
export const checkOption: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new VizError('RNP_IMAGE_OPTION', complaint, path),
);
