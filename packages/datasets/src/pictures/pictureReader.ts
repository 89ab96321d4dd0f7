import type { PreparedPicture, Preprocessing } from '@rnp/images';
import type { PictureFile, PictureFolder, PictureFolderOptions } from './pictureFolder.js';

/** A folder of pictures, wherever it lies: on a disk, or among the files that were dropped on a page. */
export interface PictureReader {
  /** The folder's name, in errors and as the name of its data set. */
  readonly folder: string;
  /** @throws RnpError `RNP_DATA_FOLDER` where the folder is no data set */
  divide(options: PictureFolderOptions): Promise<PictureFolder>;
  /** A picture's file. @throws RnpError RNP_IMAGE_… */
  bytes(picture: PictureFile): Promise<Uint8Array>;
  /** A picture as a model takes it, which is held no larger than that. @throws RnpError RNP_IMAGE_…, naming the file */
  prepare(picture: PictureFile, preprocessing: Preprocessing): Promise<PreparedPicture>;
}
