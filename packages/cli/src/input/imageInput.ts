// h, w, c of the model's images
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { batchOf, type Dataset } from '@rnp/datasets';
import { decodeJpeg, isJpeg } from '@rnp/datasets/node';
import { decodeImage, fitImage, fitInk, onPaper, type Raster } from '@rnp/viz';
import { UsageError } from '../errors.js';

export interface ImageInput {
  /** For titles and file names. */
  readonly name: string;
  /** [h·w·c] in [0, 1], ink = 1. */
  readonly pixels: Float32Array;
  /** What was done to a picture to make it one that the model takes; null where it was taken as it is. */
  readonly note: string | null;
}

/** How a picture comes to the model's size: its ink cut out, large and central as MNIST's digits, or all of it. */
export type Fit = 'ink' | 'whole';

/** How pictures become what a model takes. */
export interface Fitting {
  /** 'auto': dark on light becomes ink on black. */
  readonly invert: 'auto' | boolean;
  /** What shows where a PNG is transparent. */
  readonly background: 'white' | 'black';
  /** 'ink' is for pictures of one channel alone. */
  readonly fit: Fit;
}

export interface PictureOptions extends Fitting {
  /** [h, w, c] the model takes. */
  readonly shape: readonly [number, number, number];
}

export interface ImageInputOptions extends PictureOptions {
  /** Opens the data set that an index is of. */
  readonly data: () => Promise<Dataset>;
}

/**
 * A PNG or JPEG of any size, whatever its name ends in, or an index of a data set, as a model takes it.
 *
 * @throws UsageError, VizError, DatasetError; all name the source
 */
export async function readImage(source: string, options: ImageInputOptions): Promise<ImageInput> {
  if (isIndex(source)) {
    const data = await options.data();
    const pixels = batchOf(data, [Number(source)]);
    return { name: `${data.name} ${data.split} ${source}`, pixels, note: null };
  }
  return imageOfBytes(await bytesOf(source), source, options);
}

/**
 * A PNG or JPEG of any size as a model takes it.
 *
 * @param path what it is called
 * @throws VizError, DatasetError; both name the path
 */
export async function imageOfBytes(
  bytes: Uint8Array,
  path: string,
  options: PictureOptions,
): Promise<ImageInput> {
  const picture = await decode(bytes, path, options.background);
  return { name: basename(path, extname(path)), ...fitted(picture, path, options) };
}

/** Whether it is the index of an image in a data set, and no file. */
export function isIndex(source: string): boolean {
  return /^\d+$/.test(source);
}

/**
 * @param path of a PNG or JPEG
 * @throws UsageError, VizError, DatasetError; all name the path
 */
export async function readPicture(path: string, background: 'white' | 'black'): Promise<Raster> {
  return decode(await bytesOf(path), path, background);
}

function fitted(
  picture: Raster,
  source: string,
  { shape: [height, width, channels], invert: asked, fit }: PictureOptions,
): Pick<ImageInput, 'pixels' | 'note'> {
  const invert = asked === 'auto' ? channels === 1 && onPaper(picture) : asked;
  const size = { height, width, invert };
  const fits = picture.width === width && picture.height === height;
  // A picture of the model's own size is taken to be made for it.
  const ink = fit === 'ink' && channels === 1 && !(fits && !invert) ? fitInk(picture, size) : null;
  const { data } = ink ?? fitImage(picture, { ...size, channels });
  const done = [
    ...(invert ? ['dark ink made light on black (--invert no: as it is)'] : []),
    ...(ink !== null
      ? [`its ink cut out and centred on ${width}×${height} (--fit whole: all of the picture)`]
      : fits
        ? []
        : [`all of it made ${width}×${height}`]),
  ];
  const note = done.length === 0 ? null : `${source}, ${picture.width}×${picture.height}: ${done.join(', ')}`;
  return { pixels: data, note };
}

async function decode(bytes: Uint8Array, path: string, background: 'white' | 'black'): Promise<Raster> {
  const light = background === 'white' ? 1 : 0;
  if (!isJpeg(bytes)) return decodeImage(bytes, { path, background: [light, light, light] });
  const { width, height, channels, data } = await decodeJpeg(bytes, { path });
  return { width, height, channels, data: Float32Array.from(data, (value) => value / 255) };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT') {
      throw new UsageError(
        `there is no file ${path}; give a PNG or JPEG, or the index of an image in --data`,
      );
    }
    if (code === 'EISDIR') {
      throw new UsageError(`${path} is a folder; give a PNG or JPEG, or the index of an image in --data`);
    }
    throw error;
  }
}
