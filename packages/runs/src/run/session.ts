import { rmdir } from 'node:fs/promises';
import { isRnpError, type RnpError } from '@rnp/errors';
import { lockFolder } from '@rnp/files/node';
import { type RunFolder, runFolder } from '../record/runFolder.js';
import { bestSoFar } from './bestSoFar.js';
import { keptAfterDivergence } from './diverged.js';
import { type FinishedRun, finishRun, saveStopped } from './finish.js';
import { keptAfterLostWrite } from './keptAfterLostWrite.js';
import { type PrepareOptions, startRun } from './prepare.js';
import type { PreparedRun } from './preparedRun.js';
import { resumeRun } from './resume.js';
import { runTrainingLoop } from './trainingLoop.js';

export interface SessionOptions extends PrepareOptions {
  /** Folder of the run. */
  readonly dir: string;
  readonly resume: boolean;
}

/** How a session of training ended: at the run's end, or after a step where it was told to stop. */
export type SessionEnd =
  | { readonly finished: true; readonly record: PreparedRun['record']; readonly result: FinishedRun }
  | { readonly finished: false; readonly step: number; readonly steps: number };

/**
 * One session of training in a folder that it locks, from settings to report, or until the signal.
 *
 * @throws RnpError, UsageError; the signal's reason where nothing had begun yet
 */
export async function session(options: SessionOptions): Promise<SessionEnd> {
  const { dir } = options;
  const lock = await lockFolder(dir);
  try {
    return await trained(runFolder(dir), options);
  } finally {
    // An error on the way out must not hide the one that led here.
    await lock.release().catch(() => undefined);
    // A run that never began leaves no empty folder.
    await rmdir(dir).catch(() => undefined);
  }
}

async function trained(folder: RunFolder, options: SessionOptions): Promise<SessionEnd> {
  const { listen, signal, resume } = options;
  const run = await (resume ? resumeRun : startRun)(folder, options);
  const best = bestSoFar(run);
  try {
    const outcome = await runTrainingLoop(run, options, best);
    await saveStopped(run, outcome);
    if (!outcome.finished) {
      return { finished: false, step: outcome.step, steps: run.record.training.steps };
    }
    const result = await finishRun(run, outcome, { listen, signal });
    return { finished: true, record: run.record, result };
  } catch (error) {
    if (isDivergence(error)) throw await keptAfterDivergence(run, error, best);
    throw isLostWrite(error) ? await keptAfterLostWrite(folder, error) : error;
  } finally {
    run.model.dispose();
  }
}

/** Once a run has begun, files are only written. */
function isLostWrite(error: unknown): error is RnpError<'RNP_FILE'> {
  return isRnpError(error) && error.code === 'RNP_FILE';
}

function isDivergence(error: unknown): error is RnpError<'RNP_DIVERGED'> {
  return isRnpError(error) && error.code === 'RNP_DIVERGED';
}
