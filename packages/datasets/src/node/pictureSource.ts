import { RnpError } from '@rnp/errors';

/** Where a picture comes from, for messages. */
export interface PictureSource {
  /** The file. */
  readonly path: string;
  /** The entry, where the file is an archive. */
  readonly entry?: string;
}

/** A picture that is not one of its data set; the message ends with what to do. */
export function imageError(source: PictureSource, complaint: string): RnpError {
  return new RnpError('RNP_DATA_IMAGE', complaint, { path: pathOf(source) });
}

/** As an error names it. */
export function pathOf({ path, entry }: PictureSource): string {
  return entry === undefined ? path : `${path}: entry ${entry}`;
}
