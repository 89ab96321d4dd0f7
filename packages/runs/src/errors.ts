import { RnpError, type RnpErrorOptions } from '@rnp/errors';

export interface UsageErrorOptions extends RnpErrorOptions {
  /** What could have been given instead; a terminal shows them below the message, in columns. */
  readonly choices?: readonly string[];
}

/** A mistake of the user's: a terminal shows it as one line, without a stack trace. */
export class UsageError extends RnpError<'RNP_USAGE'> {
  override readonly name = 'UsageError';
  readonly choices: readonly string[];

  constructor(complaint: string, { choices = [], ...options }: UsageErrorOptions = {}) {
    super('RNP_USAGE', complaint, options);
    this.choices = choices;
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
