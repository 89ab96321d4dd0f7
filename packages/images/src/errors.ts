/** What can be wrong with a picture. */
export type ImageErrorCode =
  /** The file has no bytes. */
  | 'RNP_IMAGE_EMPTY'
  /** The file cannot be opened or read, or is a folder, a pipe or a device. */
  | 'RNP_IMAGE_READ'
  /** Neither PNG nor JPEG, or an intact picture of a kind that is not read (CMYK, 12 bits, arithmetic coding). */
  | 'RNP_IMAGE_FORMAT'
  /** A picture that stops too early. */
  | 'RNP_IMAGE_TRUNCATED'
  /** A picture that contradicts itself: checksum, chunk order, compressed data, palette. */
  | 'RNP_IMAGE_CORRUPT'
  /** More pixels, bytes, scans or chunks than the limits say; refused before anything is decoded. */
  | 'RNP_IMAGE_TOO_LARGE'
  /** All of it is of one shade: there is nothing that could be taken apart. */
  | 'RNP_IMAGE_BLANK'
  /** Decoding took longer than the limits say, and was stopped. */
  | 'RNP_IMAGE_TIMEOUT'
  /** A raster whose size, channels and data don't fit, or that can't be used here. */
  | 'RNP_IMAGE_RASTER'
  /** An option out of its range. */
  | 'RNP_IMAGE_OPTION';

export interface ImageErrorOptions {
  /** The file or the argument that is meant. */
  readonly path?: string;
  /** The entry, where the file is an archive. */
  readonly entry?: string;
  readonly cause?: unknown;
}

/**
 * The one error of this package.
 *
 * `code` is for programs, `message` for people: it begins with the path and says what to do.
 */
export class ImageError extends Error {
  override readonly name = 'ImageError' as const;
  readonly code: ImageErrorCode;
  /** The message without the path. */
  readonly complaint: string;
  readonly path?: string;
  readonly entry?: string;

  constructor(code: ImageErrorCode, complaint: string, { path, entry, cause }: ImageErrorOptions = {}) {
    const where = entry === undefined ? path : `${String(path)}: entry ${String(entry)}`;
    super(
      where === undefined ? complaint : `${String(where)}: ${complaint}`,
      cause === undefined ? {} : { cause },
    );
    this.code = code;
    this.complaint = complaint;
    if (path !== undefined) this.path = path;
    if (entry !== undefined) this.entry = entry;
  }
}
