/** What went wrong while a backend was chosen or set up. */
export type BackendErrorCode =
  | 'RNP_BACKEND_UNKNOWN'
  | 'RNP_BACKEND_MISSING'
  | 'RNP_BACKEND_FAILED'
  | 'RNP_BACKEND_OPTION'
  | 'RNP_BACKEND_MEMORY'
  | 'RNP_BACKEND_ABORTED';

/**
 * A backend could not be used. The message says what to do.
 *
 * - `RNP_BACKEND_UNKNOWN`: no such backend name, or no name at all
 * - `RNP_BACKEND_MISSING`: its package is not installed; the message holds the npm command
 * - `RNP_BACKEND_OPTION`: an option that there is not, or one with a value that it cannot have
 * - `RNP_BACKEND_MEMORY`: the memory of the WASM engine is exhausted; nothing of the failed step stays, and smaller ones work
 * - `RNP_BACKEND_ABORTED`: the WASM engine has stopped, or was removed, and its tensors are lost
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

/** What went wrong, whatever was thrown: TensorFlow.js rejects with plain objects, too. */
export function messageOf(error: unknown): string {
  return error instanceof Error
    ? error.message
    : String((error as { message?: unknown } | null)?.message ?? error);
}
