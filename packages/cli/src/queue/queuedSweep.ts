import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectStore, TaskQueue } from '@rnp/queue';
import type { RunMetrics } from '../run/metrics.js';
import { taskOf } from '../sweep/localSweep.js';
import { stateOfRun } from '../sweep/runState.js';
import { isOver, type RunStatus } from '../sweep/runStatus.js';
import { runDir, type SweepFolder } from '../sweep/sweepFolder.js';
import { type SweepRunner, type SweepRunnerOptions, statusesOf } from '../sweep/sweepRunner.js';
import { queueTask, runKind, sweepId, taskKey } from './runKind.js';
import { runStore } from './runStore.js';
import { statusOf } from './statusOf.js';
import { storeId } from './storeId.js';
import { submitBatch } from './submitBatch.js';
import { workerHint } from './workerHint.js';

/** Between looks at the queue; of large sweeps less often, as each look reads every task. */
const pollMs = 1000;
const pollMsPerRun = 5;

export interface QueuedSweepOptions extends SweepRunnerOptions {
  readonly queue: TaskQueue;
  readonly store: ObjectStore;
}

/**
 * By workers; each result is fetched as soon as it is there. What lies in the store from an earlier sweep with the same runs
 * is fetched, not run again. The signal stops the watching, and the runs go on.
 */
export const runQueued: SweepRunner<QueuedSweepOptions> = async (plan, folder, statuses, options) => {
  const { queue, store, signal, say } = options;
  const results = runStore(store, 'reader');
  const { all, set } = statusesOf(statuses, options);
  const stored = await Promise.all(all.map((status) => !isOver(status) && results.hasResult(status.run.key)));
  const open = all.filter((status, at) => !isOver(status) && !stored[at]);
  const id = sweepId(plan);
  const into = await storeId(store);
  if (open.length > 0) {
    const tasks = open.map(({ run }) => queueTask(taskOf(plan, run, options), into));
    const batch = { id, name: plan.name, kind: runKind, tasks, about: { runs: plan.runs.length } };
    const runOf = new Map(open.map(({ run }) => [taskKey(run.key, into), run.key]));
    await submitBatch(queue, batch, (key) => results.hasResult(runOf.get(key)!));
  }
  const hint = workerHint(say);
  while (!signal.aborted) {
    const tasks = open.length === 0 ? [] : await queue.status(id);
    const told = new Map(tasks.map((one) => [one.key, one]));
    if (tasks.length > 0) hint(tasks);
    for (const [at, status] of all.entries()) {
      if (isOver(status)) continue;
      const task = told.get(taskKey(status.run.key, into));
      if (stored[at] || task?.state === 'done') {
        const done = await results.loadResult(status.run.key, runDir(folder, status.run));
        const metrics = await metricsIn(folder, status);
        if (done && metrics !== null) set(at, { state: 'done', metrics });
        else
          set(at, {
            state: 'failed',
            reason: `the result is not in ${store.address}; do all use one store?`,
          });
      } else if (task !== undefined) set(at, statusOf(task));
    }
    if (all.every(isOver)) break;
    await sleep(Math.max(pollMs, pollMsPerRun * open.length), undefined, { signal }).catch(() => undefined);
  }
  return all;
};

async function metricsIn(folder: SweepFolder, { run }: RunStatus): Promise<RunMetrics | null> {
  const state = await stateOfRun(runDir(folder, run), run.key);
  return state.type === 'done' ? state.metrics : null;
}
