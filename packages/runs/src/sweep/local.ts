import { worded } from '@rnp/errors';
import { lineWording, soFarOf } from '../run/events.js';
import { runDir, runLog, type SweepFolder } from './folder.js';
import type { SweepPlan, SweepRun } from './plan.js';
import { type SweepRunner, type SweepRunnerOptions, statusesOf } from './runner.js';
import { failed, type RunStatus } from './status.js';
import type { RunTask } from './task.js';
import { runProcess } from './trainInChild.js';

export interface LocalSweepOptions extends SweepRunnerOptions {
  /** Runs at a time, each in a process of its own. */
  readonly processes: number;
  readonly overwrite: boolean;
}

/** On this machine. A run that fails leaves the others alone; the signal stops all after their present step, saved. */
export const runLocally: SweepRunner<LocalSweepOptions> = async (plan, folder, statuses, options) => {
  const { processes, signal } = options;
  const { all, set } = statusesOf(statuses, options);
  const open = all.flatMap(({ state }, at) => (state === 'done' ? [] : [at]));
  const lane = async (): Promise<void> => {
    for (let at = open.shift(); at !== undefined && !signal.aborted; at = open.shift()) {
      set(at, { state: 'running' });
      set(at, await oneRun(plan, folder, all[at]!.run, options, (more) => set(at!, more)));
    }
  };
  await Promise.all(Array.from({ length: processes }, lane));
  return all;
};

async function oneRun(
  plan: SweepPlan,
  folder: SweepFolder,
  run: SweepRun,
  { overwrite, signal, onNote, ...options }: LocalSweepOptions,
  further: (status: Partial<RunStatus>) => void,
): Promise<Partial<RunStatus>> {
  const end = await runProcess({
    task: taskOf(plan, run, options),
    dir: runDir(folder, run),
    overwrite,
    log: runLog(folder, run),
    signal,
    onMessage: (message) => {
      if (message.type === 'progress') further({ soFar: soFarOf(message) });
      const line = lineWording(message);
      if (line !== null) onNote(worded`${run.name}: ${line}`);
    },
  });
  if (end.type === 'finished') return { state: 'done', metrics: end.metrics };
  if (end.type === 'stopped') return { state: 'stopped' };
  return failed(end.wording);
}

/** A run as work for a process. */
export function taskOf(
  { backend, evaluateEvery }: SweepPlan,
  { name, key, digest, settings }: SweepRun,
  { report, checkpointEvery, command }: Pick<LocalSweepOptions, 'report' | 'checkpointEvery' | 'command'>,
): RunTask {
  const { data, network, model, training, epochs, workers, augment } = settings;
  const plain = {
    data,
    network,
    model: { ...model },
    training: { ...training },
    epochs,
    workers,
    ...(augment && { augment }),
  };
  return { name, key, digest, settings: plain, backend, evaluateEvery, checkpointEvery, report, command };
}
