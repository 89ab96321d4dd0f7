/** The folder of images is no longer what it was when it was listed; the message says what to do. */
export class CorpusError extends Error {
  override readonly name = 'CorpusError';
  readonly code = 'RNP_CORPUS_CHANGED';

  /** @param path the file in question */
  constructor(
    message: string,
    readonly path: string,
  ) {
    super(`${path}: ${message}`);
  }
}
