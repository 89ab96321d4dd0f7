import { DatasetError } from '../errors.js';

/** Where a picture comes from, for messages. */
export interface PictureSource {
  /** The file. */
  readonly path: string;
  /** The entry, where the file is an archive. */
  readonly entry?: string;
}

/** A picture that is not one of its data set; the message ends with what to do. */
export function imageError(source: PictureSource, complaint: string): DatasetError {
  const { path, entry } = source;
  const where = entry === undefined ? path : `${path}: entry ${entry}`;
  return new DatasetError('RNP_DATA_IMAGE', `${where} ${complaint}`, source);
}
