/** What can be wrong with what viz was given; the CLI prints the message and leaves the stack trace away. */
export type VizErrorCode =
  /** A sheet or drawing of more pixels than can be made. */
  | 'RNP_IMAGE_TOO_LARGE'
  /** Rasters that don't fit together, or none. */
  | 'RNP_IMAGE_RASTER'
  /** Text that is no SVG document, or none that can be drawn. */
  | 'RNP_IMAGE_SVG'
  /** An option out of its range. */
  | 'RNP_IMAGE_OPTION';

/**
 * The error of this package; a raster that is none is an ImageError of @rnp/images.
 *
 * `code` is for programs, `message` for people (it says what to do), `path` is the file or the argument that is meant.
 */
export class VizError extends Error {
  override readonly name = 'VizError';
  readonly code: VizErrorCode;
  readonly path?: string;

  constructor(code: VizErrorCode, message: string, path?: string) {
    super(path === undefined ? message : `${String(path)}: ${message}`);
    this.code = code;
    if (path !== undefined) this.path = path;
  }
}
