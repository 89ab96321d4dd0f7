// h height, w width, c channels
import { DatasetError } from '../errors.js';

/** A picture in memory: a byte per value, [h, w, c], row by row, channels interleaved. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 1: grey. 3: red, green, blue. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** Where a picture comes from, for messages. */
export interface PictureSource {
  /** The file. */
  readonly path: string;
  /** The entry, where the file is an archive. */
  readonly entry?: string;
}

/** A picture that cannot be read; the message ends with what to do. */
export function imageError(source: PictureSource, complaint: string, cause?: unknown): DatasetError {
  const { path, entry } = source;
  const where = entry === undefined ? path : `${path}: entry ${entry}`;
  return new DatasetError('RNP_DATA_IMAGE', `${where} ${complaint}`, { ...source, cause });
}
