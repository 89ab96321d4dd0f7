import { existsSync } from 'node:fs';
import { spawnThread } from '../../src/node/threads.js';
import type { SpawnWorker, WorkerHandle } from '../../src/workers/index.js';

/** Threads cannot run TypeScript: workers run the built script. */
const script = new URL('../../dist/workers/thread.mjs', import.meta.url);

/** Starts real threads and knows which are alive. */
export interface ThreadSpawner {
  readonly spawn: SpawnWorker;
  /** In the order they were started. */
  readonly started: readonly WorkerHandle[];
  /** How many have not ended. */
  alive(): number;
}

export function threadSpawner(url: URL = script): ThreadSpawner {
  if (!existsSync(script))
    throw new Error('run `npm run build` first: the tests use dist/workers/thread.mjs');
  const started: WorkerHandle[] = [];
  const ended = new Set<WorkerHandle>();
  return {
    spawn: () => {
      const handle = spawnThread(url);
      handle.listen(
        () => undefined,
        () => ended.add(handle),
      );
      started.push(handle);
      return handle;
    },
    started,
    alive: () => started.length - ended.size,
  };
}
