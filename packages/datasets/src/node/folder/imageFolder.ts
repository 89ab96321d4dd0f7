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

/** Where the pictures of a folder lie. Paths are relative to it, with '/' on every system, in the order of their code units. */
export interface PicturePaths {
  readonly files: readonly string[];
  /** Those that are links, or folders that are. */
  readonly links: readonly string[];
  /** What else lies there, and why it is not taken. */
  readonly leftOut: readonly LeftOut[];
}

const maxPictures = 200_000;

/**
 * The PNG and JPEG files below a folder, by their names. Hidden files, other files and results of ours are passed over, links
 * not followed.
 *
 * @param max pictures that are taken
 * @throws RnpError `RNP_DATA_FOLDER`: no folder, no pictures, too many, some too deep, or none found for a minute; the signal's reason
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
