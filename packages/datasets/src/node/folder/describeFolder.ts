import {
  type DescribeOptions,
  describePictures,
  type FolderDescription,
} from '../../pictures/describePictures.js';
import { folderReader } from './folderReader.js';

/**
 * Describes a folder of pictures: its contents, and the files that `images` would read.
 *
 * @throws RnpError `RNP_DATA_FOLDER` as `images`; `RNP_CONFIG` for invalid options; the signal's reason when
 *   it is aborted
 */
export async function describeFolder(
  folder: string,
  options: DescribeOptions = {},
): Promise<FolderDescription> {
  return describePictures(folderReader(folder, options), options);
}
