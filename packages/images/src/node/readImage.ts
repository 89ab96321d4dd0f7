import { check } from '../checks.js';
import type { Background } from '../decodeOptions.js';
import type { ImageLimits } from '../limits.js';
import type { PreparedPicture } from '../preprocessing/prepareImage.js';
import { type Preprocessing, readPreprocessing } from '../preprocessing/preprocessing.js';
import type { Picture } from '../raster.js';
import { type DecodeStoppableOptions, decodeStoppable, prepareStoppable } from './decodeStoppable.js';
import { readFileBounded } from './readFileBounded.js';

/** How `readImage` reads a file; `background` and `limits` as for `decodeImage`. */
export interface ReadImageOptions {
  /** Name of the file in errors. Default: its path. */
  readonly name?: string;
  /** Colour behind transparent pixels. Default 'auto'. */
  readonly background?: Background;
  /** Limits that differ from `defaultImageLimits`. */
  readonly limits?: Partial<ImageLimits>;
  /** Stops reading and decoding; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * Reads and decodes a PNG or JPEG file, whatever the ending of its name (see `decodeImage`). A large picture
 * is decoded in a thread, which the signal and `limits.maxSeconds` stop (see `decodeStoppable`).
 *
 * @throws RnpError RNP_CONFIG for invalid options; RnpError RNP_FILE or RNP_IMAGE_…, naming the file; the
 *   signal's reason when it is aborted
 */
export async function readImage(path: string, options: ReadImageOptions = {}): Promise<Picture> {
  check.options('options', options, [], ['name', 'background', 'limits', 'signal']);
  const { bytes, decoding } = await opened(path, options);
  return decodeStoppable(bytes, decoding);
}

/** The options of `readPreparedImage`; the preprocessing gives the background. */
export type ReadPreparedImageOptions = Omit<ReadImageOptions, 'background'>;

/**
 * Reads a PNG or JPEG file and prepares it for a model (see `prepareImage`). A large picture is decoded in a
 * thread, whose memory is freed afterwards (see `decodeStoppable`).
 *
 * @throws RnpError RNP_CONFIG for invalid options or preprocessing; RnpError RNP_FILE or RNP_IMAGE_…, naming
 *   the file; the signal's reason when it is aborted
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
