import { rmdir, stat } from 'node:fs/promises';
import { DivergenceError } from '@rnp/vae';
import { lockRun } from '@rnp/vae/node';
import { exitCodes, isExpected, UsageError } from '../errors.js';
import { printFigures, printJson, printLine } from '../output/print.js';
import { createProgressBar, formatSeconds, type ProgressBar } from '../terminal/progressBar.js';
import { finishRun, saveStopped } from './finishRun.js';
import { type Interruption, listenForInterrupt } from './interruption.js';
import type { PreparedRun } from './preparedRun.js';
import { type RunFolder, runFolder } from './runFolder.js';
import { resumeRun, type StartRunOptions, startRun } from './startRun.js';
import { trainRun } from './trainRun.js';

export interface TrainRequest extends Omit<StartRunOptions, 'signal' | 'say'> {
  /** Folder of the run. */
  readonly dir: string;
  readonly resume: boolean;
  readonly logEvery: number;
  readonly checkpointEvery: number | null;
  readonly report: boolean;
  readonly json: boolean;
}

/**
 * One session of training, from settings to report. Progress goes to stderr, the figures to stdout.
 *
 * @returns the exit code: 0, or 130 after Ctrl-C; other ends are thrown
 */
export async function train(request: TrainRequest): Promise<number> {
  if (request.resume) await requireFolder(request.dir);
  const folder = runFolder(request.dir);
  const bar = createProgressBar(process.stderr);
  const interruption = listenForInterrupt(() =>
    bar.log('stopping after this step; once more to stop at once'),
  );
  const lock = await lockRun(request.dir);
  try {
    return await session(request, folder, bar, interruption);
  } catch (error) {
    if (!interruption.signal.aborted || isExpected(error)) throw error;
    bar.log('stopped');
    return exitCodes.interrupted;
  } finally {
    bar.stop();
    interruption.stop();
    // An error on the way out must not hide the one that led here.
    await lock.release().catch(() => undefined);
    // A run that never began leaves no empty folder.
    await rmdir(request.dir).catch(() => undefined);
  }
}

async function session(
  request: TrainRequest,
  folder: RunFolder,
  bar: ProgressBar,
  { signal }: Interruption,
): Promise<number> {
  const options = { ...request, signal, say: (line: string) => bar.log(line) };
  const run = await (request.resume ? resumeRun : startRun)(folder, options);
  try {
    const { logEvery, checkpointEvery } = request;
    const outcome = await trainRun(run, { bar, signal, logEvery, checkpointEvery }).catch((error) =>
      keepLastGood(run, error, bar),
    );
    bar.stop();
    await saveStopped(run, outcome);
    if (!outcome.finished) {
      bar.log(
        `saved after step ${outcome.step} of ${run.record.training.steps} in ${folder.dir}. Go on with: rnp train --resume ${folder.dir}`,
      );
      return exitCodes.interrupted;
    }
    const finished = await finishRun(run, outcome, { report: request.report, signal });
    for (const warning of finished.warnings) bar.log(`warning: ${warning}`);
    if (request.json) printJson(finished.metrics);
    else {
      const { metrics, report } = finished;
      const { seed } = run.record.training;
      printFigures(metrics, run.record.model.steps);
      printLine(`trained ${metrics.steps} steps in ${formatSeconds(metrics.seconds)} with seed ${seed}`);
      printLine(`model   ${folder.model}`);
      if (report !== null) printLine(`report  ${report}`);
    }
    return exitCodes.ok;
  } finally {
    run.model.dispose();
  }
}

/** After a divergence the model holds the last weights known to be good: worth a folder, then the error goes on. */
async function keepLastGood(run: PreparedRun, error: unknown, bar: ProgressBar): Promise<never> {
  if (error instanceof DivergenceError) {
    await saveStopped(run, { step: error.restoredTo, seconds: run.secondsBefore, last: null }).then(
      () => bar.log(`the last good model is in ${run.folder.model}`),
      () => bar.log('the last good checkpoint is what remains'),
    );
  }
  throw error;
}

async function requireFolder(dir: string): Promise<void> {
  const isFolder = await stat(dir).then(
    (info) => info.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new UsageError(`there is no run in ${dir}; train without --resume`);
}
