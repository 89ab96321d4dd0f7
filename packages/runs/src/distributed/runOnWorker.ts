import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dataContent } from '@rnp/datasets/node';
import { RnpError, type Wording, worded, wordingOf } from '@rnp/errors';
import type { ObjectStore } from '@rnp/files/node';
import { TaskError } from '@rnp/queue';
import { defaultWorkers } from '@rnp/vae/workers';
import { isExpected } from '../errors.js';
import type { RunMetrics } from '../record/metrics.js';
import { readMetrics } from '../record/readRecord.js';
import { runFolder } from '../record/runFolder.js';
import { lineWording, soFarOf } from '../run/events.js';
import { checkedSettings, type DataShape } from '../settings/checkedSettings.js';
import { runShapes } from '../settings/networkKind.js';
import type { Settings } from '../settings/settingTypes.js';
import type { RunTask } from '../sweep/task.js';
import { runProcess } from '../sweep/trainInChild.js';
import { locateData } from './allowedData.js';
import { runStore } from './runStore.js';
import { requireKey, requireStoredRun } from './storedRun.js';
import type { WorkerContext } from './workerContext.js';
import { requireWithin, type WorkerLimits } from './workerLimits.js';

export interface RunOnWorkerOptions {
  readonly store: ObjectStore;
  /** A name that no other worker has. */
  readonly worker: string;
  /** Where runs are trained before they are stored. */
  readonly work: string;
  /** Image folders of tasks must lie in it; null: only data sets with names are taken. */
  readonly folders: string | null;
  readonly limits: WorkerLimits;
  readonly onNote: (line: string | Wording) => void;
}

/**
 * A run of a sweep on a worker: from its newest checkpoint in the store, if there is one, to its result there. Every
 * checkpoint is stored as soon as it is made.
 *
 * @returns its metrics
 * @throws TaskError when the run cannot succeed; the signal's reason when it was told to stop
 */
export async function runOnWorker(
  task: RunTask,
  { attempt, signal, progress }: WorkerContext,
  { store, worker, work, folders, limits, onNote }: RunOnWorkerOptions,
): Promise<RunMetrics> {
  requireKey(task);
  const { settings, digest } = task;
  const data = await locateData({ data: settings.data, digest }, folders);
  const { imageShape, splits } = await dataContent(data);
  requireWithin(runSize(task, { imageShape, length: splits.train }), limits);
  const dir = join(work, task.key);
  const place = runStore(store, `${worker}-${attempt}`);
  // A worker may have died between storing the result and saying so.
  if (await place.loadResult(task.key, dir)) {
    const metrics = await readMetrics(runFolder(dir));
    if (metrics?.complete !== true)
      throw new RnpError('RNP_STORE', `runs/${task.key} in the store is no finished run; delete it`);
    await requireStoredRun(task, runFolder(dir), metrics);
    await rm(dir, { recursive: true, force: true });
    return metrics;
  }
  const from = await place.loadCheckpoint(task.key, dir).catch(async (error: Error) => {
    // A damaged checkpoint costs the time since it was begun, not the run.
    onNote(worded`${task.name}: ${wordingOf(error)}; beginning anew`);
    await rm(dir, { recursive: true, force: true });
    return null;
  });
  if (from === null) await rm(dir, { recursive: true, force: true });
  onNote(`${task.name}: ${from === null ? 'begins' : `goes on from step ${from}`}`);
  let reached = from ?? 0;
  const uploads = newest(async (step: number) => {
    if (await place.saveCheckpoint(task.key, dir, step)) reached = step;
  });
  const end = await runProcess({
    task: { ...task, settings: { ...settings, data } },
    dir,
    overwrite: false,
    log: join(work, `${task.key}.log`),
    signal,
    onMessage: (message) => {
      if (message.type === 'progress') progress(soFarOf(message), reached);
      if (message.type === 'checkpoint') uploads.push(message.step);
      const line = lineWording(message);
      if (line !== null) onNote(worded`${task.name}: ${line}`);
    },
  });
  await uploads.settled();
  if (end.type === 'stopped') signal.throwIfAborted();
  if (end.type === 'stopped') throw new Error('the run stopped by itself');
  if (end.type === 'failed') {
    // What settings or weights bring about comes again at every attempt.
    throw new TaskError(end.code, end.wording, { retry: end.code === 'RNP_RUN_LOST' });
  }
  await place.saveResult(task.key, dir);
  await place.clearCheckpoints(task.key);
  await rm(dir, { recursive: true, force: true });
  await rm(join(work, `${task.key}.log`), { force: true });
  return end.metrics;
}

/** What a run takes. @throws TaskError for settings that no run can have */
function runSize({ settings, backend }: RunTask, data: DataShape): Record<keyof WorkerLimits, number> {
  try {
    const { workers, network, model, training } = checkedSettings(settings as Settings, data, backend);
    const shapes = Object.values(runShapes(network, model).parameters);
    return {
      // Those that it would take where it does not say.
      engines: workers ?? defaultWorkers(training.batchSize),
      steps: training.steps,
      parameters: shapes.reduce((sum, shape) => sum + shape.reduce((size, side) => size * side, 1), 0),
    };
  } catch (error) {
    if (!isExpected(error)) throw error;
    throw new TaskError(error.code, wordingOf(error), { retry: false });
  }
}

interface Newest {
  push(step: number): void;
  /** Waits for what is under way and what waits; throws what the last one threw. */
  settled(): Promise<void>;
}

/** Does one thing at a time; of what comes meanwhile only the newest. */
function newest(act: (step: number) => Promise<unknown>): Newest {
  let [running, waiting, failure]: [Promise<void> | null, number | null, unknown] = [null, null, null];
  const work = async (): Promise<void> => {
    while (waiting !== null) {
      const step = waiting;
      waiting = null;
      try {
        await act(step);
        failure = null;
      } catch (error) {
        // The next checkpoint is as good; the last one must not fail.
        failure = error;
      }
    }
    running = null;
  };
  return {
    push: (step) => {
      waiting = step;
      running ??= work();
    },
    settled: async () => {
      while (running !== null) await running;
      if (failure !== null) throw failure;
    },
  };
}
