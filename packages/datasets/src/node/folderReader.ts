import { readFileBounded, readImage } from '@rnp/images/node';
import type { PictureReader } from '../pictures/pictureReader.js';
import { pictureFolder } from './imageFolder.js';

/** A folder of this machine. A large picture is decoded in a thread that the signal stops. */
export function folderReader(folder: string, { signal }: { readonly signal?: AbortSignal }): PictureReader {
  const stop = signal === undefined ? {} : { signal };
  return {
    folder,
    divide: (options) => pictureFolder(folder, options),
    bytes: ({ path }) => readFileBounded(path, stop),
    decode: ({ path }, background) => readImage(path, { background, ...stop }),
  };
}
