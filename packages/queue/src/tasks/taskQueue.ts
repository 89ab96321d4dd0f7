import { setTimeout as sleep } from 'node:timers/promises';
import { RnpError } from '@rnp/errors';
import { check } from '../checks.js';
import {
  type Connection,
  connect,
  type QueueOptions,
  queueOptionNames,
  wasClosed,
} from '../connection/connection.js';
import { type BatchRecords, batchRecords } from './batchRecords.js';
import { findJobs } from './findJobs.js';
import { forgetUnwanted } from './forgetUnwanted.js';
import { type Batch, type BatchRecord, type BatchSummary, checkBatch, type TaskStatus } from './task.js';
import { addTasks, chunks, isFailed, queueAnew, type TaskJobs, taskJobs } from './taskJobs.js';
import { countStates, statusOf } from './taskStatus.js';

/**
 * The side that submits work. Every method may be called again after it failed or its process died: finished work is not
 * repeated, and missing work is added.
 *
 * While the server is away or takes no writes, methods wait, `onTrouble` says so, and after a minute they fail with `RnpError`
 * (`RNP_QUEUE`).
 */
export interface TaskQueue {
  /**
   * Queues what of the batch is not queued. Tasks that failed or were cancelled are queued anew; those that are done stay done. A batch
   * that was submitted with other tasks before has these now.
   *
   * @throws RnpError `RNP_QUEUE_TASK`
   */
  submit(batch: Batch): Promise<void>;
  /** A batch without its payloads, or null. */
  batch(id: string): Promise<BatchRecord | null>;
  /** All batches, the oldest first. */
  batches(): Promise<readonly BatchSummary[]>;
  /** How the batch's tasks stand, in its order; none for an unknown batch. */
  status(id: string): Promise<readonly TaskStatus[]>;
  /** No task of the batch starts any more, and those at work get their signal, unless another batch wants them. */
  cancel(id: string): Promise<void>;
  /** Cancels the batch, then forgets it and the tasks that only it has, with their results. */
  remove(id: string): Promise<void>;
  close(): Promise<void>;
}

/** How long `remove` waits for workers to let go of tasks; what they hold longer, they forget themselves. */
const letGoMs = 5000;

/**
 * Opens a queue.
 *
 * @throws RnpError `RNP_CONFIG`, or `RNP_QUEUE` within seconds when no server answers or it does not let us in
 */
export async function openQueue(options: QueueOptions = {}): Promise<TaskQueue> {
  check.options('options', options, [], queueOptionNames);
  const connection = await connect(options);
  const jobs = taskJobs(connection);
  const records = batchRecords(connection);
  const asked = asking(connection, jobs, records);
  let closed = false;
  /** Nobody would answer after `close`, however patiently one waits. */
  const patiently = async <T>(action: () => Promise<T>): Promise<T> => {
    if (closed) throw wasClosed();
    return connection.patiently(action);
  };
  const ofBatch =
    <T>(action: (id: string) => Promise<T>): ((id: string) => Promise<T>) =>
    async (id) => {
      check.text('id', id);
      return patiently(() => action(id));
    };
  return {
    async submit(batch) {
      checkBatch(batch);
      await patiently(() => asked.submit(batch));
    },
    batch: ofBatch((id) => records.read(id)),
    batches: () => patiently(() => asked.batches()),
    status: ofBatch((id) => asked.status(id)),
    cancel: ofBatch((id) => asked.cancel(id)),
    remove: ofBatch((id) => asked.remove(id)),
    async close() {
      closed = true;
      await jobs.close().catch(() => undefined);
      connection.close();
    },
  };
}

type Asking = Pick<TaskQueue, 'submit' | 'batches' | 'status' | 'cancel' | 'remove'>;

function asking(connection: Connection, jobs: TaskJobs, records: BatchRecords): Asking {
  const known = async (id: string): Promise<BatchRecord> => {
    const record = await records.read(id);
    if (record === null)
      throw new RnpError('RNP_QUEUE_TASK', `the queue at ${connection.label} has no batch ${id}`);
    return record;
  };
  /** Null also for what is damaged: it is written anew, or forgotten. */
  const readable = (id: string): Promise<BatchRecord | null> =>
    records.read(id).catch((error: Error) => {
      if (!isDamage(error)) throw error;
      return null;
    });
  const statusOfBatch = async (record: BatchRecord): Promise<TaskStatus[]> => {
    const found: TaskStatus[] = [];
    for (const tasks of chunks(record.tasks)) {
      const keys = tasks.map(({ key }) => key);
      const active = new Set((await jobs.getRanges(['active'])) as string[]);
      const wanted = record.cancelled ? await records.wanted(keys) : undefined;
      const held = await findJobs(connection, jobs, keys);
      found.push(...tasks.map((task, i) => statusOf(task, held[i], active, wanted)));
    }
    return found;
  };
  const asked: Asking = {
    async submit(batch) {
      const before = await readable(batch.id);
      const tasks = batch.tasks.map(({ key, kind, name }) => ({ key, kind, name }));
      const keys = tasks.map(({ key }) => key);
      // Wanted before it is there, and known before it is wanted: whatever dies in between, nothing is done that no batch knows of.
      await records.write({ ...batch, tasks, createdAt: before?.createdAt ?? Date.now(), cancelled: false });
      await records.want(batch.id, keys);
      const kept = new Set(keys);
      const dropped = (before?.tasks ?? []).map(({ key }) => key).filter((key) => !kept.has(key));
      await records.unwant(batch.id, dropped);
      for (const chunk of chunks(batch.tasks)) {
        await addTasks(jobs, chunk);
        const held = await findJobs(
          connection,
          jobs,
          chunk.map(({ key }) => key),
        );
        await Promise.all(
          held.filter((job) => job !== undefined && isFailed(job)).map((job) => queueAnew(job!)),
        );
        // Another may have removed, meanwhile, what only its own batch wanted before.
        await addTasks(
          jobs,
          chunk.filter((_, i) => held[i] === undefined),
        );
      }
    },
    async batches() {
      const summaries: BatchSummary[] = [];
      for (const id of await records.ids()) {
        const record = await records.read(id).catch((error: Error) => {
          if (!isDamage(error)) throw error;
          connection.troubles.tell(error.message);
          return null;
        });
        if (record === null) continue;
        const { name, kind, createdAt, cancelled } = record;
        const counts = countStates(await statusOfBatch(record));
        summaries.push({ id, name, kind, createdAt, cancelled, counts });
      }
      return summaries;
    },
    async status(id) {
      const record = await records.read(id);
      return record === null ? [] : statusOfBatch(record);
    },
    async cancel(id) {
      const { tasks } = await known(id);
      await records.markCancelled(id);
      await records.unwant(
        id,
        tasks.map(({ key }) => key),
      );
    },
    async remove(id) {
      const record = await readable(id);
      if (record === null) {
        await records.forget(id);
        return;
      }
      await asked.cancel(id);
      let keys = record.tasks.map(({ key }) => key);
      const until = Date.now() + letGoMs;
      for (;;) {
        keys = await forgetUnwanted(connection, jobs, records, keys);
        if (keys.length === 0 || Date.now() > until) break;
        await sleep(250);
      }
      await records.forget(id);
    },
  };
  return asked;
}

function isDamage(error: Error): boolean {
  return error instanceof RnpError && error.code === 'RNP_QUEUE_RECORD';
}
