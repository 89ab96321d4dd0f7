import {
  type DescribeOptions,
  describePictures,
  type FolderDescription,
} from '../../pictures/describePictures.js';
import { folderReader } from './folderReader.js';

/**
 * What there is in a folder of pictures, and what of it `images` takes.
 *
 * @throws RnpError `RNP_DATA_FOLDER` as `images`; the signal's reason when it is aborted
 */
export async function describeFolder(
  folder: string,
  options: DescribeOptions = {},
): Promise<FolderDescription> {
  return describePictures(folderReader(folder, options), options);
}
