import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Wording } from '@rnp/errors';
import { openStore } from '@rnp/files/node';
import { startWorker, TaskError, taskKind } from '@rnp/queue';
import { check, checkOptions, isCount, isFlag, isObjectOf, isWord, type Look, orNull } from '../checks.js';
import { type NoteEvent, note } from '../events.js';
import { withNulls } from '../files/jsonFile.js';
import { Job, type JobContext } from '../job.js';
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
  /** Tasks at a time, each in its own process. Default: 1. */
  readonly processes?: number;
  /** A name that no other worker has. Default: one of machine and process. */
  readonly name?: string;
  /**
   * Folder in which the worker makes its own folder for runs in training, which is removed at the end.
   * Default: the system's folder for temporary files.
   */
  readonly work?: string;
  /** The folder that image folders of tasks must lie in. Default: only data sets with a name are used. */
  readonly folders?: string;
  /** The largest tasks that it takes. Default: an engine per core, and any number of steps and parameters. */
  readonly limits?: Partial<WorkerLimits>;
  /** Whether it ends when the queue is empty. Default: false. */
  readonly drain?: boolean;
  /** Milliseconds without a sign of life after which its tasks go to another worker. Default: 30,000. */
  readonly lockMs?: number;
  /** A task fails after so many workers in a row have died on it without progress. Default: 5. */
  readonly maxDeaths?: number;
  /** Ends the work. */
  readonly signal?: AbortSignal;
}

/** How the work ended. */
export interface WorkerEnd {
  /** Whether the queue was empty; false if the signal ended the work. */
  readonly drained: boolean;
}

const limit = orNull(isCount);

const looks: Readonly<Record<keyof WorkerSettings, Look>> = Object.freeze({
  url: isWord,
  store: isWord,
  processes: isCount,
  name: isWord,
  work: isWord,
  folders: isWord,
  limits: isObjectOf({ engines: isCount, steps: limit, parameters: limit }),
  drain: isFlag,
  lockMs: isCount,
  maxDeaths: isCount,
  signal: check.signal,
});

/** A run stops after its present step, and its checkpoint is stored. */
const stopMs = 60_000;

/**
 * Works for a queue until the signal is aborted or, with `drain`, until the queue is empty. Unfinished work
 * is saved and given back to the queue.
 *
 * @returns a job whose events tell what is done
 * @throws RnpError RNP_CONFIG at once for invalid settings; from the job RnpError if the queue or the store cannot be reached
 */
export function workForQueue(settings: WorkerSettings): Job<NoteEvent, WorkerEnd> {
  checkOptions('settings', settings, looks, ['store']);
  return new Job((context) => work(settings, context), settings.signal);
}

async function work(settings: WorkerSettings, { signal, listen }: JobContext<NoteEvent>): Promise<WorkerEnd> {
  const { processes = 1, name = ownName(), drain = false, lockMs = 30_000, maxDeaths = 5 } = settings;
  const { url, work: place = tmpdir(), folders = null } = settings;
  const { engines = availableParallelism(), steps = null, parameters = null } = settings.limits ?? {};
  const limits = { engines, steps, parameters };
  const onNote = (line: string | Wording): void => listen(note(line));
  // Never the folder that was named: there may be anything in it.
  const dir = join(place, `rnp-worker-${name}`);
  await mkdir(dir, { recursive: true });
  const store = await openStore(settings.store);
  const id = await storeId(store);
  const requireStore = (wanted: string): void => {
    if (wanted === id) return;
    // Another worker may have the right one.
    throw new TaskError('RNP_STORE_OTHER', `this belongs in another store than ${store.address}`, {
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
    return { drained: !signal.aborted };
  } finally {
    signal.removeEventListener('abort', stopped);
    shards.dispose();
    await rm(dir, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Of this machine and process, and of nothing before that had their number. */
function ownName(): string {
  const host = hostname().replace(/[^A-Za-z0-9-]+/g, '-');
  return `${host}-${process.pid}-${randomBytes(3).toString('hex')}`;
}
