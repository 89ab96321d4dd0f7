import { sha256 } from '@rnp/files/node';
import type { Task } from '@rnp/queue';
import { z } from 'zod';
import { slug } from '../outputs/fileName.js';
import { checkPlan } from '../sweep/checkPlan.js';
import type { SweepPlan } from '../sweep/plan.js';
import { type RunTask, runTask } from '../sweep/task.js';
import { version } from '../version.js';

/**
 * The kind of task that a run is. It contains the version: workers of another version, which may give other
 * numbers, do not take the run.
 */
export const runKind: string = `run-${version.replace(/[^a-z0-9]+/gi, '-')}`;

/**
 * The id of a sweep in the queue, from its name and the keys of its runs: equal sweeps have the same.
 *
 * @throws RnpError RNP_CONFIG if it is not a plan
 */
export function sweepId(plan: SweepPlan): string {
  checkPlan('plan', plan);
  const { name, runs } = plan;
  const keys = runs.map(({ key }) => key).join();
  return `${slug(name)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)}-${sha256(`${name}\n${keys}`).slice(0, 10)}`;
}

/** What a worker is given. */
export interface QueuedRun {
  /** `storeId` of the store that checkpoints and result go to. */
  readonly store: string;
  readonly task: RunTask;
}

export const queuedRun: z.ZodType<QueuedRun> = z.strictObject({
  store: z.string().regex(/^[0-9a-f]{16}$/),
  task: runTask,
});

/** The key of a run as a task: the same run into another store is other work. */
export function taskKey(run: string, store: string): string {
  return `${run}-${store}`;
}

/**
 * A run as a task of the queue.
 *
 * @param store id of the store (`storeId`) that its checkpoints and its result go to
 */
export function queueTask(task: RunTask, store: string): Task {
  const payload: QueuedRun = { store, task };
  return { key: taskKey(task.key, store), kind: runKind, name: task.name, payload };
}
