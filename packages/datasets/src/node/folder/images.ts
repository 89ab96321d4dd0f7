import type { Dataset } from '../../dataset.js';
import type { ImagesOptions } from '../../pictures/imagesOptions.js';
import { pictureDataset } from '../../pictures/pictureDataset.js';
import { folderReader } from './folderReader.js';

/**
 * Loads a folder of your own pictures, PNG and JPEG of any size, as images [h, w, c]. Folders in it are
 * classes; without them there are no labels. The split is drawn from the seed within each class. If the
 * folder contains folders for training and testing (or validation, in any usual spelling), those are the
 * splits, and a class has the same number in each. Files are read in the order of their paths, so the same
 * folder gives the same data set.
 *
 * A model draws light on black, so `invert` is 'auto' unless given. Grey: each picture with a light border
 * becomes ink on black. Colour: all pictures are inverted if most of the folder have a light background;
 * light and dark change places, hues stay. The result's `preprocessing` holds the decision: with it
 * `preprocess` of @rnp/images makes the same image of the same picture.
 *
 * @throws RnpError `RNP_DATA_FOLDER` for a folder that is not a data set; `RNP_DATA_IMAGE` naming the first
 *   bad pictures, or the own error of a single bad picture; `RNP_DATA_TOO_LARGE` for more than 4 GB of
 *   images; `RNP_CONFIG` for an invalid option; the signal's reason when it is aborted
 * @example await images('photos', { split: 'train', size: [50, 50], channels: 3, fit: 'cover' })
 */
export async function images(folder: string, options: ImagesOptions): Promise<Dataset> {
  return pictureDataset(folderReader(folder, options), options);
}
