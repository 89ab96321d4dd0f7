import type { Dataset } from '../../dataset.js';
import type { ImagesOptions } from '../../pictures/imagesOptions.js';
import { pictureDataset } from '../../pictures/pictureDataset.js';
import { folderReader } from './folderReader.js';

/**
 * A folder of one's own pictures: PNG and JPEG of any size, made [h, w, c]. Folders in it are classes; without them there
 * are no labels. The split is drawn from the seed class by class; where the folder holds folders to train and to test (or
 * to validate, in any usual spelling), those are the splits, and a class has the same number in each. Files are taken in
 * the order of their paths, so the same folder gives the same data set.
 *
 * A model draws light on black, so `invert` is 'auto' unless given. Grey: each picture whose border is light becomes ink on
 * black. Colour: all are inverted where most of the folder stand on white; light and dark change places, hues stay. What was
 * decided stands in the result's `preprocessing`: with it `preprocess` of @rnp/images makes the same image of the same picture.
 *
 * @throws RnpError `RNP_DATA_FOLDER`, or `RNP_DATA_IMAGE` naming all bad files; RnpError, naming the one that is bad;
 *   `RNP_CONFIG`; the signal's reason when it is aborted
 * @example await images('photos', { split: 'train', size: [50, 50], channels: 3, fit: 'cover' })
 */
export async function images(folder: string, options: ImagesOptions): Promise<Dataset> {
  return pictureDataset(folderReader(folder, options), options);
}
