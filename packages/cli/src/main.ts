import { CommanderError } from 'commander';
import { exitCodeOf, exitCodes, isExpected } from './errors.js';
import { createProgram } from './program.js';

/**
 * Runs the command line.
 *
 * @param args what stands after `rnp`
 * @returns the exit code; nothing is thrown
 */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode = exitCodes.ok;
  const program = createProgram(typed(args), (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, args.includes('--json'));
  }
}

function report(error: unknown, asJson: boolean): number {
  // Help and version end this way too, without an error; a missing command prints the help.
  if (error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help')) {
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  const usage = error instanceof CommanderError;
  const code = usage ? 'RNP_USAGE' : isExpected(error) ? error.code : 'RNP_BUG';
  const exitCode = usage ? exitCodes.usage : exitCodeOf(error);
  const message = messageOf(error).replace(/^error: /, '');
  if (asJson) {
    const { path } = error as { path?: unknown };
    const where = typeof path === 'string' ? { path } : {};
    process.stderr.write(`${JSON.stringify({ error: { code, message, ...where, exitCode } })}\n`);
  } else {
    process.stderr.write(`rnp: ${message}\n`);
  }
  const debug = (process.env.RNP_DEBUG ?? '') !== '' && process.env.RNP_DEBUG !== '0';
  if (debug || code === 'RNP_BUG') process.stderr.write(`${(error as Error)?.stack ?? ''}\n`);
  return exitCode;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The command as a shell takes it. */
function typed(args: readonly string[]): string {
  return ['rnp', ...args]
    .map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
