// h, w, c of the model's images

import { basename, extname } from 'node:path';
import { batchOf, type Dataset } from '@rnp/datasets';
import { RnpError } from '@rnp/errors';
import { type Background, type InputFit, modelInput, type Picture } from '@rnp/images';
import { decodeStoppable, readImage as readImageFile } from '@rnp/images/node';
import { classOf } from '../data/classImages.js';
import { UsageError } from '../errors.js';

export interface ImageInput {
  /** For titles and file names. */
  readonly name: string;
  /** What is written at it: the index and its class, or the file's name. */
  readonly caption: string;
  /** [h·w·c] in [0, 1], ink = 1. */
  readonly pixels: Float32Array;
  /** What was done to a picture to make it one that the model takes; null where it was taken as it is. */
  readonly note: string | null;
}

/** How pictures become what a model takes. */
export interface Fitting {
  /** 'auto': dark on light becomes ink on black. */
  readonly invert: 'auto' | boolean;
  /** What shows where a PNG is transparent. */
  readonly background: Background;
  /** 'ink' is for pictures of one channel alone. */
  readonly fit: InputFit;
}

export interface PictureOptions extends Fitting {
  /** [h, w, c] the model takes. */
  readonly shape: readonly [number, number, number];
}

export interface ImageInputOptions extends PictureOptions {
  /** Told when a picture takes long to be read. */
  readonly onNote?: (line: string) => void;
  /** Opens the data set that an index is of. */
  readonly data: () => Promise<Dataset>;
}

/**
 * A PNG or JPEG of any size, whatever its name ends in, or an index of a data set, as a model takes it.
 *
 * @throws UsageError, RnpError; all name the source
 */
export async function readImage(source: string, options: ImageInputOptions): Promise<ImageInput> {
  if (isIndex(source)) return indexedInput(await options.data(), Number(source));
  return fittedInput(await readPicture(source, options.background, options.onNote), source, options);
}

/** An image of a data set. @throws RnpError when there is none of that index */
export function indexedInput(data: Dataset, index: number): ImageInput {
  const name = `${data.name} ${data.split} ${index}`;
  const className = classOf(data, index);
  const caption = className === null ? String(index) : `${index} (${className})`;
  return { name, caption, pixels: batchOf(data, [index]), note: null };
}

/**
 * A PNG or JPEG of any size as a model takes it. The bytes of a large one are moved away.
 *
 * @param path what it is called
 * @throws RnpError; it names the path. The signal's reason when it is aborted
 */
export async function imageOfBytes(
  bytes: Uint8Array,
  path: string,
  { signal, ...options }: PictureOptions & { readonly signal?: AbortSignal },
): Promise<ImageInput> {
  const { background } = options;
  const picture = await decodeStoppable(bytes, { path, background, ...(signal && { signal }) });
  return fittedInput(picture, path, options);
}

/**
 * A picture as a model takes it.
 *
 * @param path what it is called
 * @throws RnpError RNP_IMAGE_BLANK when there is nothing in it
 */
export function fittedInput(picture: Picture, path: string, options: PictureOptions): ImageInput {
  const name = basename(path, extname(path));
  return { name, caption: name, ...fitted(picture, path, options) };
}

/** Whether it is the index of an image in a data set, and no file. */
export function isIndex(source: string): boolean {
  return /^\d+$/.test(source);
}

/** Milliseconds after which reading is told of. */
const longReading = 2000;

/**
 * A picture in a file.
 *
 * @param path of a PNG or JPEG
 * @param onNote told when it takes long
 * @throws UsageError, RnpError; all name the path
 */
export async function readPicture(
  path: string,
  background: Background,
  onNote?: (line: string) => void,
): Promise<Picture> {
  const telling = setTimeout(() => onNote?.(`reading ${path} …`), longReading);
  try {
    return await readImageFile(path, { background });
  } catch (error) {
    if (!(error instanceof RnpError && error.code === 'RNP_IMAGE_READ')) throw error;
    throw new UsageError(`${error.message.replace(/\.$/, '')}; or give the index of an image in --data`);
  } finally {
    clearTimeout(telling);
  }
}

function fitted(
  picture: Picture,
  source: string,
  options: PictureOptions,
): Pick<ImageInput, 'pixels' | 'note'> {
  const { shape, fit, invert } = options;
  const [height, width] = shape;
  const { pixels, inverted, cutOut, blank } = modelInput(picture, { shape, fit, invert });
  if (blank) {
    throw new RnpError(
      'RNP_IMAGE_BLANK',
      'there is no ink in it: all of it is of one shade. Give a picture with something on it.',
      { path: source },
    );
  }
  const fits = picture.width === width && picture.height === height;
  const done = [
    ...(inverted ? ['dark ink made light on black (--invert no: as it is)'] : []),
    ...(cutOut
      ? [`its ink cut out and centred on ${width}×${height} (--fit whole: all of the picture)`]
      : fits
        ? []
        : [`all of it made ${width}×${height}`]),
  ];
  const note = done.length === 0 ? null : `${source}, ${picture.width}×${picture.height}: ${done.join(', ')}`;
  return { pixels, note };
}
