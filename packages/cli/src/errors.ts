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

/** Process exit codes; `rnp --help` lists them. */
export const exitCodes = Object.freeze({
  ok: 0,
  failure: 1,
  usage: 2,
  diverged: 3,
  interrupted: 130,
} as const satisfies Readonly<Record<string, number>>) as Readonly<
  Record<'ok' | 'failure' | 'usage' | 'diverged' | 'interrupted', number>
>;

/** Codes of what the user can put right by typing something else. */
const usageCodes = /^RNP_(USAGE|(.+_)?CONFIG|.+_UNKNOWN|.+_OPTION|DATA_ARGUMENT)$/;

/**
 * Whether an error is one of the project's typed errors (`RNP_…`) or the file system's (which name the call that
 * failed): its message says what to do, and a stack trace would say nothing more.
 */
export function isExpected(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  return typeof code === 'string' && (code.startsWith('RNP_') || typeof syscall === 'string');
}

/** The exit code of an error. */
export function exitCodeOf(error: unknown): number {
  if (!isExpected(error)) return exitCodes.failure;
  if (error.code === 'RNP_DIVERGED') return exitCodes.diverged;
  return usageCodes.test(error.code) ? exitCodes.usage : exitCodes.failure;
}
