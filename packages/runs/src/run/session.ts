import { rmdir } from 'node:fs/promises';
import { option, worded } from '@rnp/errors';
import { lockFolder } from '@rnp/files/node';
import { note } from '../events.js';
import { requireFolder } from '../outputs/requireFolder.js';
import { clearReplaced, putRunBack } from '../record/replacedRun.js';
import { type RunFolder, runFolder } from '../record/runFolder.js';
import { counted } from '../words/counted.js';
import { afterFailure } from './afterFailure.js';
import { bestSoFar } from './bestSoFar.js';
import type { RunEvent } from './events.js';
import { type FinishedRun, finishRun, saveStopped } from './finish.js';
import { measuredRun } from './measuredRun.js';
import { type PrepareOptions, startRun } from './prepare.js';
import type { PreparedRun } from './preparedRun.js';
import { recoverRun } from './recoverRun.js';
import { requireRun } from './requireRun.js';
import { resumeRun } from './resume.js';
import { runTrainingLoop } from './trainingLoop.js';
import { unlessStopped } from './unlessStopped.js';

export interface SessionOptions extends PrepareOptions {
  /** Folder of the run. */
  readonly dir: string;
  readonly resume: boolean;
}

/** The end of a session of training: the end of the run, or the step after which it was stopped. */
export type SessionEnd =
  | { readonly finished: true; readonly record: PreparedRun['record']; readonly result: FinishedRun }
  | {
      readonly finished: false;
      /** Steps done; equal to `steps` if the run was stopped while it was measured or drawn. */
      readonly step: number;
      readonly steps: number;
      /** False if no step had been trained, and the run that this one was to replace is back. */
      readonly saved: boolean;
    };

/**
 * One session of training in a folder that it locks, from settings to report, or until the signal.
 *
 * @throws RnpError, UsageError; the signal's reason where nothing had begun yet
 */
export async function session(options: SessionOptions): Promise<SessionEnd> {
  const { dir } = options;
  if (options.resume) await requireRun(dir);
  else await requireFolder(dir);
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
  const { dir } = folder;
  await recoverRun(dir, listen);
  const run = await (resume ? resumeRun : startRun)(folder, options);
  let saved = run.resume !== null;
  const heard = (event: RunEvent): void => {
    saved ||= event.type === 'checkpoint';
    listen(event);
  };
  const best = bestSoFar(run);
  try {
    const measured = await measuredRun(run);
    if (measured !== null) {
      const { steps } = run.record.training;
      listen(
        note(
          worded`the run is finished: all ${counted(steps, 'step')} are trained and measured; more ${option('steps')} train it further`,
        ),
      );
      await clearReplaced(dir);
      return { finished: true, record: run.record, result: measured };
    }
    const outcome = await runTrainingLoop(run, { listen: heard, signal }, best);
    const { finished, step } = outcome;
    // Whoever stops a run wants what it has learned, however little; the earlier one is as safe where it waits.
    if (!finished && run.replaced !== null && step === 0) {
      await putRunBack(dir);
      listen(note(`stopped before the first step: the earlier run in ${dir} is back`));
      return { finished: false, step, steps: run.record.training.steps, saved: false };
    }
    await saveStopped(run, outcome);
    const result = finished ? await unlessStopped(finishRun(run, outcome, { listen, signal }), signal) : null;
    if (result === null) {
      if (run.replaced !== null) listen(note(`the earlier run still waits in ${run.replaced}`));
      return { finished: false, step, steps: run.record.training.steps, saved: true };
    }
    await clearReplaced(dir);
    return { finished: true, record: run.record, result };
  } catch (error) {
    throw await afterFailure(run, error, { best, saved, listen });
  } finally {
    run.model.dispose();
  }
}
