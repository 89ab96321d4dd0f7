export type DatasetErrorCode =
  /** A batch size, index, range, seed or split that cannot be served. */
  | 'RNP_DATA_ARGUMENT'
  /** No data set of this name. */
  | 'RNP_DATA_UNKNOWN'
  /** A folder of one's own images, which cannot be read. */
  | 'RNP_DATA_FOLDER'
  /** An image that cannot be read: damaged, of another format, too large. */
  | 'RNP_DATA_IMAGE'
  /** An archive with an entry that no honest archive has: a link, a path that leaves it, too much of anything. */
  | 'RNP_DATA_ARCHIVE'
  /** Bytes that are not what their format says. */
  | 'RNP_DATA_FORMAT'
  /** Fewer bytes than expected. */
  | 'RNP_DATA_TRUNCATED'
  /** More bytes than expected; reading stopped there. */
  | 'RNP_DATA_TOO_LARGE'
  /** The right number of bytes, but not the right ones. */
  | 'RNP_DATA_CHECKSUM'
  /** Images and labels, or images and shape, that do not belong together. */
  | 'RNP_DATA_MISMATCH'
  /** No mirror delivered the file, or downloading was forbidden. */
  | 'RNP_DATA_DOWNLOAD'
  /** An address that is neither https nor on this machine. */
  | 'RNP_DATA_INSECURE'
  /** A file that exists and cannot be read. */
  | 'RNP_DATA_READ'
  /** A folder or file that cannot be written: read-only, full. */
  | 'RNP_DATA_WRITE';

export interface DatasetErrorOptions {
  /** The file or address in question. */
  readonly path?: string;
  /** The entry of the archive at `path`. */
  readonly entry?: string;
  readonly cause?: unknown;
}

/** What went wrong with a data set; the message says what to do about it. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError' as const;
  readonly code: DatasetErrorCode;
  readonly path?: string;
  readonly entry?: string;

  constructor(code: DatasetErrorCode, message: string, options: DatasetErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options.path !== undefined) this.path = options.path;
    if (options.entry !== undefined) this.entry = options.entry;
  }
}
