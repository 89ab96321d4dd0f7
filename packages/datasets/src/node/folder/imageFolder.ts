import { join } from 'node:path';
import { check } from '../../checks.js';
import type { LeftOut } from '../../pictures/leftOut.js';
import {
  dividePictures,
  noPictures,
  type PictureFolder,
  type PictureFolderOptions,
} from '../../pictures/pictureFolder.js';
import { walkPictures } from './pictureWalk.js';

/**
 * The pictures of a folder. Paths are relative to it, with '/' on every system, in the order of their code
 * units.
 */
export interface PicturePaths {
  readonly files: readonly string[];
  /** Links to pictures, and links to folders. */
  readonly links: readonly string[];
  /** The other entries, and why they are left out. */
  readonly leftOut: readonly LeftOut[];
}

const maxPictures = 200_000;

/**
 * Lists the PNG and JPEG files below a folder, by their names. Hidden files, other files and our own results
 * are left out; links are listed but not followed.
 *
 * @param max largest number of pictures, from 1. Default 200,000
 * @throws RnpError `RNP_DATA_FOLDER` for no folder, no pictures, too many, folders nested too deep, or a
 *   minute without a picture; the signal's reason when it is aborted
 */
export async function picturePaths(
  folder: string,
  max: number = maxPictures,
  signal?: AbortSignal,
): Promise<PicturePaths> {
  check.text('folder', folder);
  check.wholeNumber('max', max, 1);
  if (signal !== undefined) check.signal('signal', signal);
  const { files, links, leftOut } = await walkPictures(folder, {
    max,
    follow: false,
    ...(signal && { signal }),
  });
  if (files.length + links.length === 0) throw noPictures(folder, leftOut);
  return { files, links, leftOut };
}

/**
 * The pictures of a folder that is a data set. Links that stay inside the folder are read.
 *
 * @throws RnpError `RNP_DATA_FOLDER`: as `picturePaths` and `dividePictures`
 */
export async function pictureFolder(folder: string, options: PictureFolderOptions): Promise<PictureFolder> {
  const { enough, signal, maxIdleSeconds, onWalked } = options;
  const walk = await walkPictures(folder, {
    max: maxPictures,
    follow: true,
    ...(enough && { enough }),
    ...(signal && { signal }),
    ...(maxIdleSeconds !== undefined && { maxIdleSeconds }),
    ...(onWalked && { onWalked }),
  });
  return dividePictures({ ...walk, folder, placeOf: (path) => join(folder, path) }, options);
}
