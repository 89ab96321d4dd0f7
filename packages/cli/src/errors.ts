import { isExpected, UsageError } from '@rnp/runs';

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

/** An end of a command that is no success, and that is told already, or by its message alone: no stack trace would add anything. */
export class Ended extends Error {
  override readonly name: string = 'Ended';

  constructor(
    readonly exitCode: number,
    message: string = '',
  ) {
    super(message);
  }
}

/** Work that Ctrl-C has ended. @param message what there is of it */
export class Interrupted extends Ended {
  override readonly name = 'Interrupted';

  constructor(message: string) {
    super(exitCodes.interrupted, message);
  }
}

/** Codes of what the user can put right by typing something else. */
const usageCodes = /^RNP_(USAGE|CONFIG|.+_UNKNOWN)$/;

/** The exit code of an error. */
export function exitCodeOf(error: unknown): number {
  if (!isExpected(error)) return exitCodes.failure;
  if (error.code === 'RNP_DIVERGED') return exitCodes.diverged;
  return error instanceof UsageError || usageCodes.test(error.code) ? exitCodes.usage : exitCodes.failure;
}
