import { RnpError } from '@rnp/errors';
import { defaultPreprocessing, type Preprocessing } from '@rnp/images';
import { requireDataset } from './checks.js';
import type { Dataset } from './dataset.js';

/**
 * How a picture becomes an image like those of a data set. Save it with a model that learned from the data set.
 *
 * @throws RnpError `RNP_CONFIG` for images that no picture becomes: of other than 1 or 3 channels
 */
export function preprocessingOf(dataset: Dataset): Preprocessing {
  requireDataset(dataset);
  const { name, imageShape, preprocessing } = dataset;
  if (preprocessing !== undefined) return preprocessing;
  try {
    return defaultPreprocessing(imageShape);
  } catch (cause) {
    if (!(cause instanceof RnpError)) throw cause;
    throw new RnpError('RNP_CONFIG', `${name}: no picture becomes an image [${imageShape}]`, {
      cause,
    });
  }
}

/** That of drawings of one size in the middle of their images: digits, characters. */
export function inkPreprocessing(imageShape: Dataset['imageShape']): Preprocessing {
  return { ...defaultPreprocessing(imageShape), ink: true };
}
