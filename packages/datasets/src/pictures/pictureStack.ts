// h height, w width, c channels
import type { DataProgressListener } from '../progress.js';

export interface PictureStackOptions {
  /** Named in progress. */
  readonly file: string;
  readonly total: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: DataProgressListener;
}

/** So many pictures between two looks at signal and listener: about a tenth of a second. */
const stride = 100;

/**
 * Pictures, one after the other, into one array of bytes; lets other work run in between, tells its progress and
 * heeds the signal.
 *
 * @param pixels the bytes of picture i, `size` of them
 */
export async function pictureStack(
  size: number,
  pixels: (index: number) => Uint8Array | Promise<Uint8Array>,
  { file, total, signal, onProgress }: PictureStackOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const images = new Uint8Array(total * size);
  for (let index = 0; index < total; index++) {
    if (index % stride === 0) {
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
      onProgress?.({ type: 'decode', file, done: index, total });
    }
    images.set(await pixels(index), index * size);
  }
  onProgress?.({ type: 'decode', file, done: total, total });
  return images;
}
