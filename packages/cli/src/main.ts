import { isExpected, UsageError } from '@rnp/runs';
import { inColumns } from '@rnp/runs/words';
import { CommanderError } from 'commander';
import { createProgram } from './commandLine/program.js';
import { Ended, exitCodeOf, exitCodes } from './errors.js';
import { messageInFlags } from './terminal/inFlags.js';
import { messages, settledOutputs, watchOutputs } from './terminal/outputs.js';
import { say, sayJson, stackOf } from './terminal/say.js';

/**
 * Runs the command line.
 *
 * @param args what stands after `rnp`
 * @returns the exit code; nothing is thrown
 */
export async function main(args: readonly string[]): Promise<number> {
  watchOutputs();
  const exitCode = await run(args);
  // Who reads our output may stop early, as `head` does; that is no failure. Results lost on a full disk are one; of messages
  // that nobody could read it is enough that long commands stop.
  const lost = (await settledOutputs()).find(
    ({ name, error }) => name === 'standard output' && error.code !== 'EPIPE',
  );
  if (lost === undefined) return exitCode;
  say(`rnp: ${lost.name} cannot be written (${lost.error.message}); what went to files is whole`);
  return exitCode === exitCodes.ok || exitCode === exitCodes.interrupted ? exitCodes.failure : exitCode;
}

async function run(args: readonly string[]): Promise<number> {
  try {
    await createProgram(args).parseAsync(args, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    return report(error, args.includes('--json'));
  }
}

function report(error: unknown, asJson: boolean): number {
  // Help and version end this way too, without an error; a missing command prints the help.
  if (error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help')) {
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  if (error instanceof Ended) {
    if (error.message !== '') say(error.message);
    return error.exitCode;
  }
  const usage = error instanceof CommanderError;
  const code = usage ? 'RNP_USAGE' : isExpected(error) ? error.code : 'RNP_BUG';
  const exitCode = usage ? exitCodes.usage : exitCodeOf(error);
  const message = messageOf(error).replace(/^error: /, '');
  const choices = error instanceof UsageError ? error.choices : [];
  const debug = (process.env.RNP_DEBUG ?? '') !== '' && process.env.RNP_DEBUG !== '0';
  const stack = debug || code === 'RNP_BUG' ? stackOf(error) : [];
  if (asJson) {
    // Programs read the last line.
    for (const line of stack) say(line);
    const { path } = error as { path?: unknown };
    const where = typeof path === 'string' ? { path } : {};
    sayJson({ error: { code, message, ...where, ...(choices.length > 0 ? { choices } : {}), exitCode } });
    return exitCode;
  }
  // Of several errors each has a line; a line break anywhere else stands in a name, and is shown as one.
  const several = error instanceof Error && error.cause instanceof AggregateError;
  for (const line of several ? `rnp: ${message}`.split('\n') : [`rnp: ${message}`]) say(line);
  for (const line of [...inColumns(choices, messages.columns ?? 80), ...stack]) say(line);
  return exitCode;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { readonly code?: unknown };
  const advice = code === 'EMFILE' ? '; raise the limit of open files, say by "ulimit -n 1024"' : '';
  return `${messageInFlags(error)}${advice}`;
}
