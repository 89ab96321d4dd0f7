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

export interface WorkerSettings {
  /** Address of the queue; from the environment unless given. */
  readonly url?: string;
  /** Address of the store. */
  readonly store: string;
  /** Tasks at a time, each in a process of its own. */
  readonly processes: number;
  /** A name that no other worker has. */
  readonly name: string;
  /** Where a folder of the worker’s own is made for runs that are being trained, and removed at the end. */
  readonly work: string;
  readonly folders: string | null;
  readonly limits: WorkerLimits;
  /** Whether it ends when nothing is left to do. */
  readonly drain: boolean;
  /** After so many milliseconds without a word from this worker its work goes to another one. */
  readonly lockMs: number;
  /** After so many workers died on a task in a row, without its getting on, it has failed. */
  readonly maxDeaths: number;
  readonly signal: AbortSignal;
  /** Told lines for people. */
  readonly onNote: (line: string) => void;
  /** How options are written in them; as a program has them unless given. */
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
 * Works for a queue until the signal, or until the queue is empty. What is under way is saved and given back.
 *
 * @throws RnpError, StoreError when it cannot begin
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
