import type { Batch, Task, TaskQueue, TaskStatus } from '@rnp/queue';
import { counted } from '../words/counted.js';
import { submitBatch } from './submitBatch.js';

export interface KeptBatch {
  readonly queue: TaskQueue;
  /** The tasks that are open still. */
  batch(): Batch;
  /** Whether the result of the task with this key is in the store. */
  readonly isStored: (key: string) => Promise<boolean>;
  /** Told lines for people. */
  readonly onNote: (line: string) => void;
}

/**
 * How the tasks of a batch stand. What the queue does not know any more, as of a server that was started again without its data, is queued
 * again: results are in the store, under the tasks' keys, and count.
 */
export async function keptStatus({
  queue,
  batch,
  isStored,
  onNote,
}: KeptBatch): Promise<readonly TaskStatus[]> {
  const wanted = batch();
  const told = await queue.status(wanted.id);
  const known = new Set(told.filter(({ state }) => state !== 'missing').map(({ key }) => key));
  const unknown = wanted.tasks.filter(({ key }) => !known.has(key));
  if (unknown.length === 0) return told;
  const stored = new Set<string>();
  for (const { key } of unknown) if (await isStored(key)) stored.add(key);
  const done = unknown.filter(({ key }) => stored.has(key)).map(doneBefore);
  const lost = unknown.length - done.length;
  if (lost === 0) return [...told, ...done];
  onNote(
    `the queue has lost ${lost} of ${counted(wanted.tasks.length, 'task')}, as when its server starts again without its data: queueing again; what is in the store is kept`,
  );
  const tasks = wanted.tasks.filter(({ key }) => !stored.has(key));
  await submitBatch(queue, { ...wanted, tasks }, isStored);
  return [...(await queue.status(wanted.id)), ...done];
}

/** The status of a task whose result is in the store, whatever the queue knows. */
function doneBefore({ key, name }: Task): TaskStatus {
  return { key, name, state: 'done', progress: null, result: null, attempts: 0 };
}
