// h, w, c of the model's images
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { batchOf, type Dataset } from '@rnp/datasets';
import { decodeJpeg, isJpeg } from '@rnp/datasets/node';
import { decodeImage, fitImage, type Raster } from '@rnp/viz';
import { UsageError } from '../errors.js';

export interface ImageInput {
  /** For titles and file names. */
  readonly name: string;
  /** [h·w·c] in [0, 1], ink = 1. */
  readonly pixels: Float32Array;
}

export interface ImageInputOptions {
  /** [h, w, c] the model takes. */
  readonly shape: readonly [number, number, number];
  /** Opens the data set that an index is of. */
  readonly data: () => Promise<Dataset>;
  /** 'auto': dark on light becomes ink on black. */
  readonly invert: 'auto' | boolean;
  /** What shows where a PNG is transparent. */
  readonly background: 'white' | 'black';
}

/**
 * A PNG or JPEG of any size, whatever its name ends in, or an index of a data set, as a model takes it.
 *
 * @throws UsageError, VizError, DatasetError; all name the source
 */
export async function readImage(source: string, options: ImageInputOptions): Promise<ImageInput> {
  if (/^\d+$/.test(source)) {
    const data = await options.data();
    return { name: `${data.name} ${data.split} ${source}`, pixels: batchOf(data, [Number(source)]) };
  }
  const bytes = await readPicture(source);
  const picture = await decode(bytes, source, options.background);
  const [height, width, channels] = options.shape;
  const invert = options.invert === 'auto' ? {} : { invert: options.invert };
  const { data } = fitImage(picture, { height, width, channels, ...invert });
  return { name: basename(source, extname(source)), pixels: data };
}

async function decode(bytes: Uint8Array, path: string, background: 'white' | 'black'): Promise<Raster> {
  const light = background === 'white' ? 1 : 0;
  if (!isJpeg(bytes)) return decodeImage(bytes, { path, background: [light, light, light] });
  const { width, height, channels, data } = await decodeJpeg(bytes, { path });
  return { width, height, channels, data: Float32Array.from(data, (value) => value / 255) };
}

async function readPicture(path: string): Promise<Uint8Array> {
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
