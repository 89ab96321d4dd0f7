import { modelFromFiles, modelToFiles } from '@rnp/vae';

/**
 * A model to be trained further while the one it begins as is kept.
 *
 * @param {import('@rnp/vae').Rnp} model stays the caller's, as it is
 * @returns {import('@rnp/vae').Rnp} the same weights, to the last bit; the caller owns it
 */
export function copyOf(model) {
  return modelFromFiles(modelToFiles(model)).model;
}
