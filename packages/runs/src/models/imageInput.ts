// h, w, c of the model's images

import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { batchOf, type Dataset } from '@rnp/datasets';
import { option, RnpError, type Wording, worded } from '@rnp/errors';
import {
  type Background,
  type Picture,
  type PreparedImage,
  type Preprocessing,
  preprocess,
  requireVisible,
  unitFloats,
} from '@rnp/images';
import { prepareStoppable, readImage as readImageFile, readPreparedImage } from '@rnp/images/node';
import { check } from '../checks.js';
import { classOf } from '../data/classImages.js';
import { UsageError } from '../errors.js';
import { meantWords } from '../words/didYouMean.js';
import { listed } from '../words/listed.js';
import { meantBeside } from '../words/meantBeside.js';

/** An image as a model takes it. */
export interface ImageInput {
  /** For titles and file names. */
  readonly name: string;
  /** Its label: the index and the class, or the file's name. */
  readonly caption: string;
  /** [h·w·c] in [0, 1], ink = 1. */
  readonly pixels: Float32Array;
  /** The picture that it was made of, and whether dark and light changed places; null for an image of a data set. */
  readonly picture: { readonly width: number; readonly height: number; readonly inverted: boolean } | null;
  /** How a picture was changed to fit the model, in words; null if it was not changed. */
  readonly note: Wording | null;
}

export interface ImageInputOptions {
  /** Asked for when a picture is met. @throws UsageError where the model takes none */
  readonly preprocessing: () => Preprocessing;
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
  const preprocessing = options.preprocessing();
  const prepared = await toldIfLong(source, options.onNote, () => readPreparedImage(source, preprocessing));
  return inputOf(prepared, prepared.picture, source, preprocessing);
}

/** An image of a data set. @throws RnpError when there is none of that index */
export function indexedInput(data: Dataset, index: number): ImageInput {
  const name = `${data.name} ${data.split} ${index}`;
  const className = classOf(data, index);
  const caption = className === null ? String(index) : `${index} (${className})`;
  return { name, caption, pixels: batchOf(data, [index]), picture: null, note: null };
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
  preprocessing: Preprocessing,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<ImageInput> {
  const prepared = await prepareStoppable(bytes, preprocessing, { path, ...(signal && { signal }) });
  return inputOf(prepared, prepared.picture, path, preprocessing);
}

/**
 * A picture as a model takes it.
 *
 * @param path what it is called
 * @throws RnpError RNP_IMAGE_BLANK when there is nothing in it
 */
export function preparedInput(picture: Picture, path: string, preprocessing: Preprocessing): ImageInput {
  return inputOf(preprocess(picture, preprocessing), picture, path, preprocessing);
}

/** @param picture what it was made of */
function inputOf(
  image: PreparedImage,
  picture: { readonly width: number; readonly height: number },
  path: string,
  preprocessing: Preprocessing,
): ImageInput {
  const name = basename(path, extname(path));
  const { data, inverted, cutOut } = requireVisible(image, path);
  const [height, width] = preprocessing.size;
  const fits = picture.width === width && picture.height === height;
  const whole = preprocessing.fit === 'cover' ? 'its middle' : 'all of it';
  const done: readonly Wording[] = [
    ...(inverted ? [worded`dark ink made light on black (${option('invert', 'no')}: as it is)`] : []),
    ...(cutOut
      ? [
          worded`its ink cut out and centred on ${width}×${height} (${option('ink', 'no')}: all of the picture)`,
        ]
      : fits
        ? []
        : [[`${whole} made ${width}×${height}`]]),
  ];
  const note =
    done.length === 0 ? null : worded`${path}, ${picture.width}×${picture.height}: ${listed(done)}`;
  const made = { width: picture.width, height: picture.height, inverted };
  return { name, caption: name, pixels: unitFloats(data), picture: made, note };
}

/** Tells whether a source is the index of an image in a data set, not a file: digits only. */
export function isIndex(source: string): boolean {
  check.text('source', source);
  return /^\d+$/.test(source);
}

/** Whether it is a number, though none that an image has. */
function isNumber(source: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(source);
}

/** Milliseconds after which reading is told of. */
const longReading = 2000;

/**
 * A picture in a file.
 *
 * @param path of a PNG or JPEG
 * @param onNote told when it takes long
 * @throws UsageError, RnpError; both name the path
 */
export function readPicture(
  path: string,
  background: Background,
  onNote?: (line: string) => void,
): Promise<Picture> {
  return toldIfLong(path, onNote, () => readImageFile(path, { background }));
}

async function toldIfLong<Result>(
  path: string,
  onNote: ((line: string) => void) | undefined,
  read: () => Promise<Result>,
): Promise<Result> {
  const telling = setTimeout(() => onNote?.(`reading ${path} …`), longReading);
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof RnpError && error.code === 'RNP_FILE')) throw error;
    const isThere = existsSync(path);
    if (!isThere && isNumber(path)) {
      const complaint = 'there is no such file, and the index of an image is a whole number from 0';
      throw new UsageError(complaint, { code: 'RNP_FILE', path, cause: error });
    }
    const meant = isThere ? '' : meantWords(meantBeside(path));
    const advice =
      meant === ''
        ? worded`${error.complaint.replace(/\.$/, '')}; or give the index of an image in ${option('data')}`
        : `there is no such file${meant}`;
    throw new UsageError(advice, { code: 'RNP_FILE', path: error.path, cause: error.cause });
  } finally {
    clearTimeout(telling);
  }
}
