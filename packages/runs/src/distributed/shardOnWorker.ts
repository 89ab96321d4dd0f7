import type { ObjectStore } from '@rnp/files/node';
import { TaskError } from '@rnp/queue';
import { isRnp, modelFromFiles, parameterCount, type Rnp } from '@rnp/vae';
import { keyOf } from '../corpus/corpusWork.js';
import type { ListedImage } from '../corpus/listing.js';
import { parseShard } from '../corpus/parseShard.js';
import { startBackend } from '../models/openModel.js';
import { requireFolder } from './allowedData.js';
import { forgetDeaths, openShardJournal, type ShardDeaths, shardDeaths } from './shardJournal.js';
import type { QueuedShard } from './shardKind.js';
import { shardStore } from './shardStore.js';
import type { WorkerContext } from './workerContext.js';
import { requireWithin, type WorkerLimits } from './workerLimits.js';

export interface ShardsOnWorkerOptions {
  readonly store: ObjectStore;
  /** A name that no other worker has. */
  readonly worker: string;
  /** Image folders of tasks must lie in it; null: none is read. */
  readonly folders: string | null;
  readonly limits: WorkerLimits;
}

/** What a shard's task returns. */
export interface ShardDone {
  readonly records: number;
  readonly errors: number;
}

/** Makes shards on a worker, in this process; the model stays for the next one. */
export function shardsOnWorker({ store, worker, folders, limits }: ShardsOnWorkerOptions): {
  readonly handle: (shard: QueuedShard, context: WorkerContext) => Promise<ShardDone>;
  readonly dispose: () => void;
} {
  const place = shardStore(store);
  let held: { readonly key: string; readonly model: Rnp } | null = null;
  // One at a time: a second shard on the same thread would only take its memory.
  let turn: Promise<unknown> = Promise.resolve();

  const modelFor = async ({ work }: QueuedShard): Promise<Rnp> => {
    const key = JSON.stringify([work.model.sha256, work.backend]);
    if (held?.key === key) return held.model;
    held?.model.dispose();
    held = null;
    await startBackend([work.backend]);
    const { model } = modelFromFiles(await place.loadModel(work), { path: work.model.name });
    try {
      requireWithin({ parameters: parameterCount(model.weights) }, limits);
      if (!isRnp(model))
        throw new TaskError('RNP_USAGE', `${work.model.name} has no parts`, { retry: false });
    } catch (error) {
      model.dispose();
      throw error;
    }
    held = { key, model };
    return model;
  };

  const make = async (
    shard: QueuedShard,
    { attempt, signal, progress }: WorkerContext,
    deaths: ShardDeaths,
  ): Promise<ShardDone> => {
    requireWithin({ steps: shard.work.options.infer }, limits);
    await requireFolder(shard.folder, folders);
    const there = await place.loadShard(shard.key);
    if (there !== null) return { records: there.records, errors: there.errors };
    const reached = reachedOf(deaths, attempt);
    const writer = `${worker}-${attempt}`;
    const images = await place.loadImages(shard.key);
    requireWhole(shard, images);
    const model = await modelFor(shard);
    const journal = await openShardJournal(store, shard.key, deaths, writer);
    try {
      const parsed = await parseShard(model, shard.folder, images, shard.work.options, {
        signal,
        journal,
        onProgress: (done) => progress({ done, of: images.length }, reached),
      });
      await place.saveShard(shard.key, parsed, writer);
      await forgetDeaths(store, shard.key);
      return { records: parsed.records, errors: parsed.errors };
    } finally {
      // What stays there counts as one death more, and must not hide why this ends.
      await journal.close().catch(() => undefined);
    }
  };

  return {
    handle: async (shard, context) => {
      const deaths = await shardDeaths(store, shard.key);
      // Before its turn, too: whoever dies meanwhile dies of another shard.
      context.progress({ done: 0 }, reachedOf(deaths, context.attempt));
      const mine = turn.then(() => {
        context.signal.throwIfAborted();
        return make(shard, context, deaths);
      });
      turn = mine.catch(() => undefined);
      return mine;
    },
    dispose: () => {
      held?.model.dispose();
      held = null;
    },
  };
}

/**
 * How far a shard is for good, for the queue, which gives up what kills workers without getting on: every image that is known to kill them
 * is passed over from now on, and an attempt that did not die at this shard says nothing against it.
 */
function reachedOf({ count, refused }: ShardDeaths, attempt: number): number {
  return refused + attempt - 1 - count;
}

/** @throws TaskError when the images are not those that the shard's key stands for; `parseShard` sees that none leaves the folder */
function requireWhole({ key, work }: QueuedShard, images: readonly ListedImage[]): void {
  if (Array.isArray(images) && keyOf(images, work) === key) return;
  throw new TaskError('RNP_STORE', `the images of shard ${key} in the store are not those that were listed`, {
    retry: false,
  });
}
