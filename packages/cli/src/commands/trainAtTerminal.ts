import { stat } from 'node:fs/promises';
import { exitCodes, isExpected, UsageError } from '../errors.js';
import { printFigures, printJson, printLine } from '../output/print.js';
import { messages } from '../terminal/outputs.js';
import { createProgressBar, formatSeconds } from '../terminal/progressBar.js';
import { shellCommand, shellOption } from '../terminal/shellWords.js';
import { counted } from '../words/counted.js';
import { listenForInterrupt } from './interruption.js';
import { runFolder } from './runFolder.js';
import { progressOn } from './runProgress.js';
import { type SessionEnd, type SessionOptions, session } from './session.js';

export interface TrainRequest extends Omit<SessionOptions, 'signal' | 'progress'> {
  readonly json: boolean;
}

/**
 * One session of training at the terminal. Progress goes to stderr, the figures to stdout.
 *
 * @returns the exit code: 0, or 130 after Ctrl-C; other ends are thrown
 */
export async function train(request: TrainRequest): Promise<number> {
  if (request.resume) await requireFolder(request.dir);
  const bar = createProgressBar(messages);
  const interruption = listenForInterrupt(() =>
    bar.log('stopping after this step; once more to stop at once'),
  );
  const { signal } = interruption;
  try {
    const end = await session({ ...request, signal, progress: progressOn(bar) });
    bar.stop();
    if (end.finished) {
      for (const warning of end.result.warnings) bar.log(`warning: ${warning}`);
      print(end, request);
      return exitCodes.ok;
    }
    bar.log(
      `saved after step ${end.step} of ${end.steps} in ${request.dir}. Go on with: rnp train ${shellOption('--resume', request.dir)}`,
    );
    return exitCodes.interrupted;
  } catch (error) {
    if (!signal.aborted || isExpected(error)) throw error;
    bar.log('stopped');
    return exitCodes.interrupted;
  } finally {
    bar.stop();
    interruption.stop();
  }
}

function print(
  { record, result }: SessionEnd & { readonly finished: true },
  { json, dir }: TrainRequest,
): void {
  const { metrics, heldOut, report } = result;
  if (json) {
    printJson(metrics);
    return;
  }
  printFigures(metrics, record.model.steps);
  printLine(
    `trained ${counted(metrics.steps, 'step')} in ${formatSeconds(metrics.seconds)} with seed ${record.training.seed}`,
  );
  if (metrics.images < heldOut) {
    const all = shellCommand(['rnp', 'eval', '--model', dir]);
    printLine(
      `measured on the first ${metrics.images} of ${heldOut} held-out images; on all of them: ${all}`,
    );
  }
  printLine(`model   ${runFolder(dir).model}`);
  if (report !== null) printLine(`report  ${report}`);
}

async function requireFolder(dir: string): Promise<void> {
  const isFolder = await stat(dir).then(
    (info) => info.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new UsageError(`there is no run in ${dir}; train without --resume`);
}
