import { type TrainRunOptions, trainRun } from '@rnp/runs';
import { figureRows, inferredRows, precisionRow, runFolder } from '@rnp/runs/record';
import type { SessionEnd } from '@rnp/runs/run';
import type { SettingSources } from '@rnp/runs/settings';
import { counted, formatSeconds, shellOption } from '@rnp/runs/words';
import { Interrupted } from '../errors.js';
import { atTerminal } from '../terminal/atTerminal.js';
import { ownCommand } from '../terminal/ownCommand.js';
import { printJson, printLine, printTable } from '../terminal/print.js';
import { createRunDisplay } from '../terminal/runDisplay.js';
import { say } from '../terminal/say.js';

export interface TrainRequest extends Omit<TrainRunOptions, 'signal'> {
  readonly settings: SettingSources;
  readonly json: boolean;
}

/**
 * One session of training at the terminal. Progress goes to stderr, the figures to stdout.
 *
 * @throws Interrupted after Ctrl-C, which says how to go on; what the run throws
 */
export async function train({ settings, json, ...options }: TrainRequest): Promise<void> {
  const { out, resume } = options;
  const display = createRunDisplay();
  const end = await atTerminal(trainRun(settings, options), display, {
    stopping: display.stopping,
    stopped: () =>
      resume
        ? `stopped before the first step; the run in ${out} is as it was`
        : 'stopped before the first step; nothing was written',
    atOnce: () => atOnceWords(display.saved(), out),
  });
  if (!end.finished) throw new Interrupted(stoppedWords(end, out));
  for (const warning of end.result.warnings) say(`warning: ${warning}`);
  print(end, json, out);
}

type Stopped = SessionEnd & { readonly finished: false };

function stoppedWords({ saved, step, steps }: Stopped, out: string): string {
  if (!saved) return 'nothing of the new run was written';
  const onward = onwardCommand(out);
  return step < steps
    ? `saved after step ${step} of ${steps} in ${out}. Go on with: ${onward}`
    : `all ${counted(steps, 'step')} are trained, and the model is in ${runFolder(out).model}. What is left of measuring and report: ${onward}`;
}

/** @param saved the step of the last checkpoint, if there is one */
function atOnceWords(saved: number | null, out: string): string {
  if (saved === null) return 'stopped at once; nothing of this session is saved';
  return `stopped at once; what was done after step ${saved} is not saved. Go on with: ${onwardCommand(out)}`;
}

function onwardCommand(out: string): string {
  return `${ownCommand(['train'])} ${shellOption('--resume', out)}`;
}

type Finished = SessionEnd & { readonly finished: true };

function print({ record, result }: Finished, json: boolean, out: string): void {
  const { metrics, heldOut, report } = result;
  if (json) {
    printJson(metrics);
    return;
  }
  const { childrenPerLevel } = record.model;
  printTable([
    ...figureRows(metrics, childrenPerLevel),
    ...(metrics.precisions === undefined
      ? []
      : [precisionRow(metrics.precisions, metrics.precisions.images)]),
    ...(metrics.inferred === undefined ? [] : inferredRows(metrics.inferred, childrenPerLevel)),
  ]);
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
