import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { RnpError, wordingOf } from '@rnp/errors';
import type { ObjectStore } from '@rnp/files/node';
import type { TaskQueue } from '@rnp/queue';
import { absoluteSpec, dataLabel, wayToData } from '../data/dataSpec.js';
import { isExpected } from '../errors.js';
import { readRecord } from '../record/readRecord.js';
import { runFolder, writeRecord } from '../record/runFolder.js';
import { stateOfRun } from '../record/stateOfRun.js';
import { runDir, type SweepFolder } from '../sweep/folder.js';
import { taskOf } from '../sweep/local.js';
import type { SweepPlan, SweepRun } from '../sweep/plan.js';
import { type SweepRunner, type SweepRunnerOptions, statusesOf } from '../sweep/runner.js';
import { failed, isOver, type RunStatus } from '../sweep/status.js';
import { type KeptBatch, keptStatus } from './keptStatus.js';
import { queueTask, runKind, sweepId, taskKey } from './runKind.js';
import { runStore } from './runStore.js';
import { statusOf } from './statusOf.js';
import { requireStoredRun } from './storedRun.js';
import { storeId } from './storeId.js';
import { submitBatch } from './submitBatch.js';
import { unlessLeft } from './unlessLeft.js';
import { workerHint } from './workerHint.js';

/** Between looks at the queue; of large sweeps less often, as each look reads every task. */
const pollMs = 1000;
const pollMsPerRun = 5;
/** Whoever leaves waits no longer for an answer. */
const lastLookMs = 2000;

export interface QueuedSweepOptions extends SweepRunnerOptions {
  readonly queue: TaskQueue;
  readonly store: ObjectStore;
  /** What starts a worker. */
  readonly workers: string;
}

/**
 * By workers; each result is fetched as soon as it is there. What lies in the store from an earlier sweep with the same runs
 * is fetched, not run again. The signal stops the watching, at once; a note tells what the queue says of the runs then.
 */
export const runQueued: SweepRunner<QueuedSweepOptions> = async (plan, folder, statuses, options) => {
  const { queue, store, signal, onNote } = options;
  const results = runStore(store, 'reader');
  const { all, set } = statusesOf(statuses, options);
  // A damaged result is one: fetching it says so, for its run alone.
  const isStored = (key: string): Promise<boolean> =>
    results.hasResult(key).catch((error: { readonly code?: unknown }) => {
      if (error.code !== 'RNP_STORE') throw error;
      return true;
    });
  const stored = await Promise.all(all.map((status) => !isOver(status) && isStored(status.run.key)));
  const open = all.filter((status, at) => !isOver(status) && !stored[at]);
  const id = sweepId(plan);
  const into = await storeId(store);
  const tasksOfRuns = await Promise.all(
    open.map(async ({ run }) => {
      const task = taskOf(plan, run, options);
      // Workers stand elsewhere.
      const data = await absoluteSpec(task.settings.data);
      return queueTask({ ...task, settings: { ...task.settings, data } }, into);
    }),
  );
  const runOf = new Map(open.map(({ run }) => [taskKey(run.key, into), run.key]));
  const kept: KeptBatch = {
    queue,
    batch: () => {
      const over = new Set(all.filter(isOver).map(({ run }) => taskKey(run.key, into)));
      const tasks = tasksOfRuns.filter(({ key }) => !over.has(key));
      return { id, name: plan.name, kind: runKind, tasks, about: { runs: plan.runs.length } };
    },
    isStored: (key) => isStored(runOf.get(key)!),
    onNote,
  };
  if (open.length > 0) await unlessLeft(submitBatch(queue, kept.batch(), kept.isStored), signal);
  const hint = workerHint(onNote, options.workers);
  while (!signal.aborted) {
    const tasks = open.length === 0 ? [] : await unlessLeft(keptStatus(kept), signal);
    if (tasks === null) break;
    const told = new Map(tasks.map((one) => [one.key, one]));
    if (tasks.length > 0) hint(tasks);
    for (const [at, status] of all.entries()) {
      if (isOver(status)) continue;
      const task = told.get(taskKey(status.run.key, into));
      if (stored[at] || task?.state === 'done') {
        set(at, await fetched(plan, folder, status, options));
      } else if (task !== undefined) set(at, statusOf(task));
    }
    if (all.every(isOver)) break;
    await sleep(Math.max(pollMs, pollMsPerRun * open.length), undefined, { signal }).catch(() => undefined);
  }
  if (signal.aborted && !all.every(isOver)) onNote(await leftWords(queue, id));
  return all;
};

/** What becomes of the runs of somebody who watches them no more. */
async function leftWords(queue: TaskQueue, id: string): Promise<string> {
  const tasks = await unlessLeft(queue.status(id), AbortSignal.timeout(lastLookMs)).catch(() => null);
  if (tasks === null) return 'the queue does not answer: whether the runs go on is not known until it does';
  const open = tasks.filter(({ state }) => state === 'waiting' || state === 'active');
  if (open.length === 0) return 'no run of these is waiting or at work on the queue';
  return `the runs go on: ${open.length} of ${tasks.length} are waiting or at work`;
}

/** Fetches a result into the run's folder; one that is damaged or another run's fails this run alone, and leaves no folder. */
async function fetched(
  plan: SweepPlan,
  sweep: SweepFolder,
  { run }: RunStatus,
  { store }: QueuedSweepOptions,
): Promise<Partial<RunStatus>> {
  const dir = runDir(sweep, run);
  try {
    if (!(await runStore(store, 'reader').loadResult(run.key, dir))) {
      throw new RnpError('RNP_STORE', `the result is not in ${store.address}; do all use one store?`);
    }
    const state = await stateOfRun(dir, run.key);
    if (state.type !== 'done') {
      const what = state.type === 'other' ? 'another run’s' : 'no finished run';
      throw new RnpError(
        'RNP_STORE',
        `the result in ${store.address} is ${what}; delete runs/${run.key} there`,
      );
    }
    await requireStoredRun({ ...run, backend: plan.backend }, runFolder(dir), state.metrics);
    await recordHere(dir, run);
    return { state: 'done', metrics: state.metrics };
  } catch (error) {
    if (!isExpected(error)) throw error;
    await rm(dir, { recursive: true, force: true });
    return failed(wordingOf(error));
  }
}

/** The record says where the images lay for the worker; here they lie where the sweep says. */
async function recordHere(dir: string, { settings: { data } }: SweepRun): Promise<void> {
  const folder = runFolder(dir);
  const record = (await readRecord(folder))!;
  const { folder: _, ...rest } = record.data;
  const way = await wayToData(data, dir);
  const here = { ...rest, name: await dataLabel(data), ...(way === undefined ? {} : { folder: way }) };
  await writeRecord(folder, { ...record, data: here });
}
