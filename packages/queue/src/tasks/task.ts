import { RnpError, type Wording } from '@rnp/errors';
import { z } from 'zod';
import { payloadProblem } from './payload.js';

/** A piece of work. */
export interface Task {
  /** 1 to 128 of a-z 0-9 -. The same key is the same work: it is never queued twice, whichever batches want it. */
  readonly key: string;
  /** Which handler does it: 1 to 64 of a-z 0-9 -. */
  readonly kind: string;
  /** For people. */
  readonly name: string;
  /** What JSON gives back as it was, at most 1 MiB of it: no NaN, Date or Map. What is large belongs into an object store. */
  readonly payload: unknown;
}

/** Tasks that are submitted, watched and cancelled together. */
export interface Batch {
  /** 1 to 128 of a-z 0-9 -. */
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly tasks: readonly Task[];
  /** As a payload; kept for whoever asks for the batch. */
  readonly about?: unknown;
}

/** A batch as the server keeps it. */
export interface BatchRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly tasks: readonly Omit<Task, 'payload'>[];
  readonly about?: unknown;
  /** Milliseconds since 1970 of its first submission. */
  readonly createdAt: number;
  readonly cancelled: boolean;
}

/**
 * - `waiting`: for a worker, or for its next attempt
 * - `missing`: the task belongs to the batch, but the server does not have it: submit the batch again
 */
export type TaskState = 'waiting' | 'active' | 'done' | 'failed' | 'cancelled' | 'missing';

/** The status of a task. */
export interface TaskStatus {
  readonly key: string;
  readonly name: string;
  readonly state: TaskState;
  /** What its handler last said, null before. */
  readonly progress: unknown;
  /** What its handler returned, null before. */
  readonly result: unknown;
  /** Why it failed, or why its last attempt did. */
  readonly reason?: string;
  /** The reason, in which options can be written as flags, see `inWords` of @rnp/errors. */
  readonly wording?: Wording;
  /** How often a worker took it. */
  readonly attempts: number;
  /** The name of the worker that took it last. */
  readonly worker?: string;
  /** When that worker took it, in milliseconds since 1970 by its clock. */
  readonly startedAt?: number;
  /** When it was done or had failed, by the same clock. */
  readonly endedAt?: number;
}

/** How many tasks of a batch are in each state. */
export type TaskCounts = Readonly<Record<TaskState, number>>;

/** A batch among others. */
export interface BatchSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly createdAt: number;
  readonly cancelled: boolean;
  readonly counts: TaskCounts;
}

const id = z.string().regex(/^[a-z0-9-]{1,128}$/, 'must be 1 to 128 of a-z 0-9 -');
const kind = z.string().regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 of a-z 0-9 -');
const name = z.string().max(500);

const batchSchema = z.strictObject({
  id,
  name,
  kind,
  tasks: z.array(z.strictObject({ key: id, kind, name, payload: z.unknown() })).max(1_000_000),
  about: z.unknown().optional(),
});

const recordSchema = z.object({
  id,
  name,
  kind,
  tasks: z.array(z.object({ key: id, kind, name })).max(1_000_000),
  about: z.unknown().optional(),
  createdAt: z.number(),
});

/**
 * A batch as it stands on the server, where anybody may have written it.
 *
 * @throws RnpError `RNP_QUEUE_RECORD` naming the batch and the field
 */
export function readBatchRecord(text: string, batch: string, cancelled: boolean): BatchRecord {
  const bad = (problem: string): RnpError =>
    new RnpError(
      'RNP_QUEUE_RECORD',
      `batch ${batch} is damaged on the server: ${problem}; submit it again, or remove it`,
    );
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw bad('it is no JSON');
  }
  const read = recordSchema.safeParse(content);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw bad(`${issue!.path.join('.') || 'it'}: ${issue!.message}`);
  }
  if (read.data.id !== batch) throw bad('it is the record of another one');
  return { ...read.data, cancelled };
}

/** @throws RnpError `RNP_QUEUE_TASK` */
export function checkBatch(batch: Batch): void {
  const checked = batchSchema.safeParse(batch);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new RnpError('RNP_QUEUE_TASK', `batch ${issue!.path.join('.')}: ${issue!.message}`);
  }
  const seen = new Set<string>();
  for (const task of batch.tasks) {
    if (seen.has(task.key)) {
      throw new RnpError(
        'RNP_QUEUE_TASK',
        `two tasks of the batch have the key ${task.key}: a key is one piece of work`,
      );
    }
    seen.add(task.key);
    const problem = payloadProblem(task.payload);
    if (problem !== null) throw new RnpError('RNP_QUEUE_TASK', `the payload of task ${task.key} ${problem}`);
  }
  const problem = payloadProblem(batch.about ?? null);
  if (problem !== null) throw new RnpError('RNP_QUEUE_TASK', `what batch ${batch.id} is about ${problem}`);
}
