import { sha256 } from '@rnp/files/node';
import type { Task } from '@rnp/queue';
import { z } from 'zod';
import { slug } from '../outputs/fileName.js';
import { checkPlan } from '../sweep/checkPlan.js';
import type { SweepPlan } from '../sweep/plan.js';
import { type RunTask, runTask } from '../sweep/task.js';
import { version } from '../version.js';

/** Runs are only taken by workers of the same version: another may give other numbers. */
export const runKind: string = `run-${version.replace(/[^a-z0-9]+/gi, '-')}`;

/** The id of a sweep in the queue: the same runs are the same sweep. */
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

/** A run as a task of the queue. */
export function queueTask(task: RunTask, store: string): Task {
  const payload: QueuedRun = { store, task };
  return { key: taskKey(task.key, store), kind: runKind, name: task.name, payload };
}
