/** What can be wrong with a file or a store. */
export type FileErrorCode =
  /** A safetensors file that is damaged or hostile, or tensors that none can be made of. */
  | 'RNP_WEIGHTS'
  /** A file or folder that cannot be read or written: no permission, a full disk, something else in its place. */
  | 'RNP_FILE'
  /** Another process writes to the same folder. */
  | 'RNP_BUSY'
  /** An object store: a bad key or address, a full disk, no permission, a damaged object. */
  | 'RNP_STORE';

export interface FileErrorOptions {
  /** The file, folder or argument that is meant; the message begins with it. */
  readonly path?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The one error of this package.
 *
 * `code` is for programs, `message` for people: it begins with the path and says what to do.
 */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: FileErrorCode;
  readonly path: string | undefined;

  constructor(code: FileErrorCode, complaint: string, { path, cause }: FileErrorOptions = {}) {
    super(
      path === undefined ? complaint : `${String(path)}: ${complaint}`,
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.path = path;
  }
}
