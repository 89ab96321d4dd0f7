import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inWords, type OptionStyle, type Wording } from '@rnp/errors';
import { openStore } from '@rnp/files/node';
import { startWorker, TaskError, taskKind } from '@rnp/queue';
import { check, checkOptions, isCount, isFlag, isObjectOf, isWord, type Look, orNull } from '../checks.js';
import { withNulls } from '../files/jsonFile.js';
import { queuedRun, runKind } from './runKind.js';
import { runOnWorker } from './runOnWorker.js';
import { queuedShard, shardKind } from './shardKind.js';
import { shardsOnWorker } from './shardOnWorker.js';
import { storeId } from './storeId.js';
import type { WorkerLimits } from './workerLimits.js';

/** How a worker works for a queue. */
export interface WorkerSettings {
  /** Address of the queue. Default: from the environment. */
  readonly url?: string;
  /** Address of the store, see `QueueAddress`. */
  readonly store: string;
  /** Tasks at a time, each in its own process. */
  readonly processes: number;
  /** A name that no other worker has. */
  readonly name: string;
  /** Folder in which the worker makes its own folder for runs in training; it is removed at the end. */
  readonly work: string;
  /** The folder that image folders of tasks must lie in; null if only data sets with a name are used. */
  readonly folders: string | null;
  /** The largest tasks that it takes. */
  readonly limits: WorkerLimits;
  /** Whether it ends when the queue is empty. */
  readonly drain: boolean;
  /** Milliseconds without a sign of life after which its tasks go to another worker. */
  readonly lockMs: number;
  /** A task fails after so many workers in a row have died on it without progress. */
  readonly maxDeaths: number;
  readonly signal: AbortSignal;
  /** Takes lines for people. */
  readonly onNote: (line: string) => void;
  /** How options are written in these lines. Default: as in a program. */
  readonly style?: OptionStyle;
}

const limit = orNull(isCount);

const looks: Readonly<Record<keyof WorkerSettings, Look>> = Object.freeze({
  url: isWord,
  store: isWord,
  processes: isCount,
  name: isWord,
  work: isWord,
  folders: orNull(isWord),
  limits: isObjectOf({ engines: isCount, steps: limit, parameters: limit }, [
    'engines',
    'steps',
    'parameters',
  ]),
  drain: isFlag,
  lockMs: isCount,
  maxDeaths: isCount,
  signal: check.signal,
  onNote: check.callable,
  style: check.object,
});

/** A run stops after its present step, and its checkpoint is stored. */
const stopMs = 60_000;

/**
 * Works for a queue until the signal is aborted or, with `drain`, until the queue is empty. Unfinished work
 * is saved and given back to the queue.
 *
 * @throws RnpError RNP_CONFIG for invalid settings; RnpError if the queue or the store cannot be reached
 */
export async function workForQueue(settings: WorkerSettings): Promise<void> {
  checkOptions(
    'settings',
    settings,
    looks,
    Object.keys(looks).filter((one) => one !== 'url' && one !== 'style'),
  );
  const { url, store: storeAddress, processes, name, work: place, folders, limits, drain } = settings;
  const { lockMs, maxDeaths, signal, style } = settings;
  const onNote = (line: string | Wording): void => settings.onNote(inWords(line, style));
  // Never the folder that was named: there may be anything in it.
  const dir = join(place, `rnp-worker-${name}`);
  await mkdir(dir, { recursive: true });
  const store = await openStore(storeAddress);
  const id = await storeId(store);
  const requireStore = (wanted: string): void => {
    if (wanted === id) return;
    // Another worker may have the right one.
    throw new TaskError('RNP_STORE_OTHER', `this belongs into another store than ${store.address}`, {
      retry: 'elsewhere',
    });
  };
  const shards = shardsOnWorker({ store, worker: name, folders, limits });
  let stopped = (): void => undefined;
  const interrupted = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  signal.addEventListener('abort', stopped);
  if (signal.aborted) stopped();
  try {
    const worker = await startWorker({
      ...(url === undefined ? {} : { url }),
      name,
      concurrency: processes,
      drain,
      lockMs,
      maxDeaths,
      onTrouble: onNote,
      kinds: {
        [runKind]: taskKind({
          schema: queuedRun,
          handle: async ({ store: wanted, task }, context) => {
            requireStore(wanted);
            const metrics = await runOnWorker(task, context, {
              store,
              worker: name,
              work: dir,
              folders,
              limits,
              onNote,
            });
            onNote(`${task.name}: done, SSE ${metrics.ssePerImage.toFixed(2)}`);
            return withNulls(metrics);
          },
        }),
        [shardKind]: taskKind({
          schema: queuedShard,
          handle: async (shard, context) => {
            requireStore(shard.store);
            const done = await shards.handle(shard, context);
            onNote(`${shard.name}: done, ${done.records} images`);
            return done;
          },
        }),
      },
    });
    onNote(`${name} waits for work`);
    await Promise.race([interrupted, ...(drain ? [worker.idle()] : [])]);
    await worker.stop({ graceMs: stopMs });
  } finally {
    signal.removeEventListener('abort', stopped);
    shards.dispose();
    await rm(dir, { recursive: true, force: true }).catch(() => undefined);
  }
}
