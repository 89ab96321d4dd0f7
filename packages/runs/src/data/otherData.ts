/** The images are not those that were meant; the message says how they differ and what to do. */
export class OtherDataError extends Error {
  override readonly name = 'OtherDataError';
  readonly code = 'RNP_DATA_OTHER';
}
