/** What went wrong while a backend was chosen or set up. */
export type BackendErrorCode = 'RNP_BACKEND_UNKNOWN' | 'RNP_BACKEND_MISSING' | 'RNP_BACKEND_FAILED';

/**
 * A backend could not be used. The message says what to do.
 *
 * - `RNP_BACKEND_UNKNOWN`: no such backend name, or an empty list of names
 * - `RNP_BACKEND_MISSING`: its package is not installed; the message holds the npm command
 * - `RNP_BACKEND_FAILED`: it is installed but does not start, or one of its kernels cannot do what was asked
 */
export class BackendError extends Error {
  override readonly name = 'BackendError' as const;
  readonly code: BackendErrorCode;

  constructor(code: BackendErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
