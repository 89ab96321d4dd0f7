import { readFileBounded, readPreparedImage } from '@rnp/images/node';
import { check } from '../../checks.js';
import type { PictureReader } from '../../pictures/pictureReader.js';
import { pictureFolder } from './imageFolder.js';

/** A folder of this machine. A large picture is decoded in a thread that the signal stops. */
export function folderReader(folder: string, options: { readonly signal?: AbortSignal }): PictureReader {
  check.object('options', options);
  const { signal } = options;
  check.text('folder', folder);
  const stop = signal === undefined ? {} : { signal };
  return {
    folder,
    divide: (options) => pictureFolder(folder, options),
    bytes: ({ path }) => readFileBounded(path, stop),
    prepare: ({ path }, preprocessing) => readPreparedImage(path, preprocessing, stop),
  };
}
