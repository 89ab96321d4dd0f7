import type { WorkerHandle } from '../workers/workerHandle.js';

type Threads = typeof import('node:worker_threads');

/** Node's threads, or undefined in a browser. Asked for at run time, so that bundlers find no Node module. */
export function threads(): Threads | undefined {
  return builtin('node:worker_threads') as Threads | undefined;
}

/** Cores this process may use, or undefined in a browser. */
export function availableCores(): number | undefined {
  return (builtin('node:os') as typeof import('node:os') | undefined)?.availableParallelism();
}

function builtin(name: string): object | undefined {
  const { process } = globalThis as { readonly process?: NodeJS.Process };
  return process?.getBuiltinModule?.(name as 'node:os');
}

/** Runs a module in a thread. */
export function spawnThread(url: URL): WorkerHandle {
  // Half of what V8 takes by itself: a third of it costs 4 % of the time, all of it 20 MB more a worker.
  const resourceLimits = { maxYoungGenerationSizeMb: 24 };
  const thread = new (threads()!.Worker)(url, { resourceLimits });
  return {
    post: (message) => thread.postMessage(message),
    listen: (heard, failed) => {
      thread.on('message', heard);
      thread.on('messageerror', failed);
      thread.on('error', failed);
      thread.on('exit', (code) => failed(new Error(`it ended with code ${code}`)));
    },
    hold: (alive) => {
      if (alive) thread.ref();
      else thread.unref();
    },
    terminate: async () => void (await thread.terminate()),
  };
}
