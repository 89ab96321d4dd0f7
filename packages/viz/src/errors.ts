/** What can be wrong with what viz was given; the CLI prints the message and leaves the stack trace away. */
export type VizErrorCode =
  /** The file has no bytes. */
  | 'RNP_IMAGE_EMPTY'
  /** The bytes are some other kind of file. */
  | 'RNP_IMAGE_NOT_PNG'
  /** A PNG that stops too early. */
  | 'RNP_IMAGE_TRUNCATED'
  /** A PNG that contradicts itself: checksum, chunk order, compressed data, palette. */
  | 'RNP_IMAGE_CORRUPT'
  /** More pixels than the limit; refused from the header, before anything is decoded. */
  | 'RNP_IMAGE_TOO_LARGE'
  /** A raster whose size, channels and data don't fit, or that can't be used here. */
  | 'RNP_IMAGE_RASTER'
  /** Text that is no SVG document, or none that can be drawn. */
  | 'RNP_IMAGE_SVG'
  /** An option out of its range. */
  | 'RNP_IMAGE_OPTION';

/**
 * The one error of this package.
 *
 * `code` is for programs, `message` for people (it says what to do), `path` is the file or the argument that is meant.
 */
export class VizError extends Error {
  override readonly name = 'VizError';
  readonly code: VizErrorCode;
  readonly path?: string;

  constructor(code: VizErrorCode, message: string, path?: string) {
    super(path === undefined ? message : `${path}: ${message}`);
    this.code = code;
    if (path !== undefined) this.path = path;
  }
}
