import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type TrainRunOptions, trainRun, UsageError } from '@rnp/runs';
import { runFolder } from '@rnp/runs/record';
import type { SessionEnd } from '@rnp/runs/run';
import type { SettingSources } from '@rnp/runs/settings';
import {
  counted,
  createProgressBar,
  formatSeconds,
  meantBeside,
  meantWords,
  shellOption,
} from '@rnp/runs/words';
import { hasCheckpoint } from '@rnp/vae/node';
import { exitCodes } from '../errors.js';
import { listenForInterrupt } from '../terminal/interruption.js';
import { messages } from '../terminal/outputs.js';
import { ownCommand } from '../terminal/ownCommand.js';
import { printFigures, printJson, printLine } from '../terminal/print.js';
import { runEventsOn } from '../terminal/runProgressBar.js';

export interface TrainRequest extends Omit<TrainRunOptions, 'signal'> {
  readonly settings: SettingSources;
  readonly json: boolean;
}

/**
 * One session of training at the terminal. Progress goes to stderr, the figures to stdout.
 *
 * @returns the exit code: 0, or 130 after Ctrl-C; other ends are thrown
 */
export async function train(request: TrainRequest): Promise<number> {
  const { settings, json: _, ...options } = request;
  if (request.resume) await requireFolder(request.out);
  const bar = createProgressBar(messages);
  const interruption = listenForInterrupt(() =>
    bar.log('stopping after this step; once more to stop at once'),
  );
  const { signal } = interruption;
  try {
    const job = trainRun(settings, { ...options, signal });
    const show = runEventsOn(bar);
    for await (const event of job) show(event);
    const end = await job.result();
    bar.stop();
    if (end.finished) {
      for (const warning of end.result.warnings) bar.log(`warning: ${warning}`);
      print(end, request);
      return exitCodes.ok;
    }
    if (!end.saved) return exitCodes.interrupted;
    const { step, steps } = end;
    const onward = `${ownCommand(['train'])} ${shellOption('--resume', request.out)}`;
    bar.log(
      step < steps
        ? `saved after step ${step} of ${steps} in ${request.out}. Go on with: ${onward}`
        : `all ${counted(steps, 'step')} are trained, and the model is in ${runFolder(request.out).model}. What is left of measuring and report: ${onward}`,
    );
    return exitCodes.interrupted;
  } catch (error) {
    // Anything else is not told as if all were well.
    if (!signal.aborted || error !== signal.reason) throw error;
    bar.log(
      request.resume
        ? `stopped before the first step; the run in ${request.out} is as it was`
        : 'stopped before the first step; nothing was written',
    );
    return exitCodes.interrupted;
  } finally {
    bar.stop();
    interruption.stop();
  }
}

function print(
  { record, result }: SessionEnd & { readonly finished: true },
  { json, out }: TrainRequest,
): void {
  const { metrics, heldOut, report } = result;
  if (json) {
    printJson(metrics);
    return;
  }
  printFigures(metrics, record.model.childrenPerLevel);
  printLine(
    `trained ${counted(metrics.steps, 'step')} in ${formatSeconds(metrics.seconds)} with seed ${record.training.seed}`,
  );
  if (metrics.images < heldOut) {
    const all = ownCommand(['eval', '--model', out]);
    printLine(
      `measured on the first ${metrics.images} of ${heldOut} held-out images; on all of them: ${all}`,
    );
  }
  printLine(`model   ${runFolder(out).model}`);
  if (report !== null) printLine(`report  ${report}`);
}

async function requireFolder(dir: string): Promise<void> {
  const isFolder = await stat(dir).then(
    (info) => info.isDirectory(),
    () => false,
  );
  // Whatever else lies there: only a folder with one of these can be gone on with.
  if (isFolder && (existsSync(runFolder(dir).record) || (await hasCheckpoint(dir)))) return;
  const meant = meantWords(meantBeside(dir, 'folder'));
  throw new UsageError(`there is no run in ${dir}${meant === '' ? '; train without --resume' : meant}`);
}
