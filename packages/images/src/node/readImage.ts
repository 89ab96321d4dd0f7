import { check } from '../checks.js';
import type { Background } from '../decodeOptions.js';
import type { ImageLimits } from '../limits.js';
import type { Picture } from '../raster.js';
import { decodeStoppable } from './decodeStoppable.js';
import { readFileBounded } from './readFileBounded.js';

export interface ReadImageOptions {
  /** What messages call it, its path unless given. */
  readonly name?: string;
  readonly background?: Background;
  readonly limits?: Partial<ImageLimits>;
  readonly signal?: AbortSignal;
}

/**
 * A PNG or JPEG file, whatever its name ends in, as `decodeImage` says it; a large one in a thread that the signal and
 * `limits.maxSeconds` stop.
 *
 * @throws RnpError; all name the file. The signal's reason when it is aborted
 */
export async function readImage(path: string, options: ReadImageOptions = {}): Promise<Picture> {
  check.options('options', options, [], ['name', 'background', 'limits', 'signal']);
  const { name = path, limits, ...rest } = options;
  const { signal } = options;
  const maxBytes = limits?.maxBytes;
  const bytes = await readFileBounded(path, {
    name,
    ...(maxBytes !== undefined && { maxBytes }),
    ...(signal !== undefined && { signal }),
  });
  return decodeStoppable(bytes, { ...rest, path: name, ...(limits && { limits }) });
}
