import { check } from '../checks.js';
import type { Background } from '../decodeOptions.js';
import type { ImageLimits } from '../limits.js';
import type { PreparedPicture } from '../preprocessing/prepareImage.js';
import { type Preprocessing, readPreprocessing } from '../preprocessing/preprocessing.js';
import type { Picture } from '../raster.js';
import { type DecodeStoppableOptions, decodeStoppable, prepareStoppable } from './decodeStoppable.js';
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
  const { bytes, decoding } = await opened(path, options);
  return decodeStoppable(bytes, decoding);
}

/** Beside the preprocessing, which says the background. */
export type ReadPreparedImageOptions = Omit<ReadImageOptions, 'background'>;

/**
 * A PNG or JPEG file as a model takes it, as `prepareImage` says it; a large one in a thread, whose memory goes with it.
 *
 * @throws RnpError; all but those of the preprocessing name the file. The signal's reason when it is aborted
 */
export async function readPreparedImage(
  path: string,
  preprocessing: Preprocessing,
  options: ReadPreparedImageOptions = {},
): Promise<PreparedPicture> {
  const checked = readPreprocessing(preprocessing);
  check.options('options', options, [], ['name', 'limits', 'signal']);
  const { bytes, decoding } = await opened(path, options);
  return prepareStoppable(bytes, checked, decoding);
}

async function opened(
  path: string,
  options: ReadImageOptions,
): Promise<{ readonly bytes: Uint8Array; readonly decoding: DecodeStoppableOptions }> {
  const { name = path, limits, ...rest } = options;
  const { signal } = options;
  if (limits !== undefined) check.object('options.limits', limits);
  const maxBytes = limits?.maxBytes;
  const bytes = await readFileBounded(path, {
    name,
    ...(maxBytes !== undefined && { maxBytes }),
    ...(signal !== undefined && { signal }),
  });
  return { bytes, decoding: { ...rest, path: name, ...(limits && { limits }) } };
}
