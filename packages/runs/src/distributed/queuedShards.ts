import { setTimeout as sleep } from 'node:timers/promises';
import { RnpError, worded } from '@rnp/errors';
import type { ObjectStore } from '@rnp/files/node';
import type { TaskQueue, TaskStatus } from '@rnp/queue';
import type { ModelFiles } from '@rnp/vae';
import { type CorpusWork, keyOf } from '../corpus/corpusWork.js';
import type { MakeShards } from '../corpus/makeCorpus.js';
import type { PlannedShard } from '../corpus/shardPlan.js';
import { type KeptBatch, keptStatus } from './keptStatus.js';
import { shardKind, shardTask, shardTaskKey } from './shardKind.js';
import { shardStore } from './shardStore.js';
import { storeId } from './storeId.js';
import { submitBatch } from './submitBatch.js';
import { workerHint } from './workerHint.js';

/** Between looks at the queue; of many shards less often, as each look reads every task. */
const pollMs = 500;
const pollMsPerShard = 2;

export interface QueuedShardsOptions {
  readonly queue: TaskQueue;
  readonly store: ObjectStore;
  /** For people. */
  readonly name: string;
  /** Path of the images' folder, the same on all machines. */
  readonly folder: string;
  readonly model: ModelFiles;
  readonly work: CorpusWork;
  /** Stops the waiting; the shards go on. */
  readonly signal: AbortSignal;
  /** Told lines for people. */
  readonly onNote: (line: string) => void;
  /** What starts a worker. */
  readonly workers: string;
}

/** Has workers make shards, and fetches each as soon as it is there. What lies in the store already is not made again. */
export function shardsOnQueue({
  queue,
  store,
  name,
  folder,
  model,
  work,
  signal,
  onNote,
  workers,
}: QueuedShardsOptions): MakeShards {
  return async function* (shards, report) {
    const place = shardStore(store);
    const into = await storeId(store);
    const open = new Map<string, PlannedShard>();
    for (const shard of shards) {
      const made = await place.loadShard(shard.key);
      if (made !== null) yield [shard, made];
      else open.set(shardTaskKey(shard, into), shard);
    }
    if (open.size === 0) return;
    await place.saveModel(model, work);
    for (const shard of open.values()) await place.saveImages(shard);
    const id = `corpus-${keyOf(
      [...open.values()].flatMap(({ images }) => images),
      work,
    ).slice(0, 16)}`;
    const kept: KeptBatch = {
      queue,
      batch: () => {
        const tasks = [...open.values()].map((shard) => shardTask(shard, { store: into, folder, work }));
        return { id, name, kind: shardKind, tasks, about: { folder } };
      },
      isStored: async (key) => {
        const shard = open.get(key);
        return shard === undefined || place.hasShard(shard.key);
      },
      onNote,
    };
    await submitBatch(queue, kept.batch(), kept.isStored);
    const hint = workerHint(onNote, workers);
    while (open.size > 0) {
      signal.throwIfAborted();
      const told = await keptStatus(kept);
      hint(told);
      for (const task of told) {
        const shard = open.get(task.key);
        if (shard === undefined) continue;
        requireHope(task);
        if (task.state !== 'done') continue;
        const made = await place.loadShard(shard.key);
        if (made === null)
          throw new RnpError('RNP_SHARD_FAILED', `${shard.name} is done, and not in ${store.address}`);
        open.delete(task.key);
        yield [shard, made];
      }
      report(told.filter(({ key }) => open.has(key)).reduce((sum, task) => sum + doneOf(task), 0));
      const pause = Math.max(pollMs, pollMsPerShard * open.size);
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  };
}

/** @throws RnpError RNP_SHARD_FAILED when a shard can come no more */
function requireHope({ name, state, reason, wording }: TaskStatus): void {
  if (state !== 'failed' && state !== 'cancelled') return;
  const why = reason === undefined ? '' : worded`: ${wording ?? reason}`;
  throw new RnpError('RNP_SHARD_FAILED', worded`${name} ${state}${why}`);
}

function doneOf({ progress }: TaskStatus): number {
  const { done } = (progress ?? {}) as { readonly done?: unknown };
  return typeof done === 'number' && done >= 0 ? done : 0;
}
