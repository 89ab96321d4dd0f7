import type { Connection } from '../connection/connection.js';
import { type BatchRecord, readBatchRecord } from './task.js';
import { chunks } from './taskJobs.js';

/**
 * What the server keeps of batches, beside BullMQ's own keys: `PREFIX:batches` with their ids by age, a hash `PREFIX:batch:ID` each, and for
 * each task the set `PREFIX:wanted:KEY` of the batches that want it. A task that no batch wants is cancelled: there is no other mark
 * of it, and so none that could contradict.
 */
export interface BatchRecords {
  /** @throws RnpError `RNP_QUEUE_RECORD` */
  read(id: string): Promise<BatchRecord | null>;
  write(record: BatchRecord): Promise<void>;
  markCancelled(id: string): Promise<void>;
  forget(id: string): Promise<void>;
  /** The ids of all, the oldest first. */
  ids(): Promise<string[]>;
  want(id: string, keys: readonly string[]): Promise<void>;
  unwant(id: string, keys: readonly string[]): Promise<void>;
  /** Which of these tasks some batch wants. */
  wanted(keys: readonly string[]): Promise<ReadonlySet<string>>;
}

export function batchRecords({ redis, prefix }: Connection): BatchRecords {
  const batchKey = (id: string): string => `${prefix}:batch:${id}`;
  const wantedKey = (key: string): string => `${prefix}:wanted:${key}`;
  const forAll = async (
    keys: readonly string[],
    command: (pipeline: ReturnType<typeof redis.pipeline>, key: string) => unknown,
  ): Promise<unknown[]> => {
    const answers: unknown[] = [];
    for (const chunk of chunks(keys)) {
      const pipeline = redis.pipeline();
      for (const key of chunk) command(pipeline, key);
      for (const [error, answer] of (await pipeline.exec()) ?? []) {
        if (error !== null) throw error;
        answers.push(answer);
      }
    }
    return answers;
  };
  return {
    async read(id) {
      const [record, cancelled] = await redis.hmget(batchKey(id), 'record', 'cancelled');
      return typeof record === 'string' ? readBatchRecord(record, id, cancelled === '1') : null;
    },
    async write({ cancelled, ...record }) {
      await redis.hset(batchKey(record.id), {
        record: JSON.stringify(record),
        cancelled: cancelled ? '1' : '0',
      });
      await redis.zadd(`${prefix}:batches`, record.createdAt, record.id);
    },
    async markCancelled(id) {
      await redis.hset(batchKey(id), { cancelled: '1' });
    },
    async forget(id) {
      await redis.zrem(`${prefix}:batches`, id);
      await redis.del(batchKey(id));
    },
    ids: () => redis.zrange(`${prefix}:batches`, 0, -1),
    async want(id, keys) {
      await forAll(keys, (pipeline, key) => pipeline.sadd(wantedKey(key), id));
    },
    async unwant(id, keys) {
      await forAll(keys, (pipeline, key) => pipeline.srem(wantedKey(key), id));
    },
    async wanted(keys) {
      const answers = await forAll(keys, (pipeline, key) => pipeline.exists(wantedKey(key)));
      return new Set(keys.filter((_, i) => answers[i] === 1));
    },
  };
}
