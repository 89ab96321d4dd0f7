/** A mistake of the user's: told as one line, without a stack trace. */
export class UsageError extends Error {
  name = 'UsageError';
  code = 'RNP_USAGE';
}

/** Training was stopped by a signal and is saved. */
export class Interrupted extends Error {
  name = 'Interrupted';
  code = 'RNP_INTERRUPTED';
}

/** Exit codes of examples and of `npm run verify`. */
export const exitCodes = Object.freeze({
  ok: 0,
  /** A figure differs from the committed one, or something failed. */
  failure: 1,
  usage: 2,
  /** The data set is not here: set RNP_DATA_DIR. */
  data: 4,
  interrupted: 130,
});

/** @param {unknown} error */
export function exitCodeOf(error) {
  const code = String(error?.code ?? '');
  if (code === 'RNP_INTERRUPTED' || error?.name === 'AbortError') return exitCodes.interrupted;
  if (code === 'RNP_USAGE') return exitCodes.usage;
  if (code.startsWith('RNP_DATA_')) return exitCodes.data;
  return exitCodes.failure;
}
