/** A mistake of the user's: shown as one line, without a stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'RNP_USAGE';

  /** @param choices what could have been typed instead; shown below the message, in columns */
  constructor(
    message: string,
    readonly choices: readonly string[] = [],
  ) {
    super(message);
  }
}

/**
 * Whether an error is one of the project's typed errors (`RNP_…`) or the file system's (which name the call that
 * failed): its message says what to do, and a stack trace would say nothing more.
 */
export function isExpected(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  return typeof code === 'string' && (code.startsWith('RNP_') || typeof syscall === 'string');
}
