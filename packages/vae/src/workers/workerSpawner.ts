import { spawnThread, threads } from '../node/threads.js';
import { webWorker } from './webWorker.js';
import type { SpawnWorker } from './workerHandle.js';

/**
 * Starts threads in Node and Web Workers in a browser. What the latter run is text of this package, fetched when it is first
 * wanted: a file beside this one would be somewhere else once a bundler has moved this one.
 */
export async function workerSpawner(): Promise<SpawnWorker> {
  if (threads() !== undefined) {
    // By way of a name, or bundlers would see a page's file in it. From this module's folder and from dist/bundled alike.
    const here = import.meta.url;
    return () => spawnThread(new URL('../workers/thread.mjs', here));
  }
  const { workerProgram } = await import('./workerProgram.generated.js');
  const program = new Blob([workerProgram], { type: 'text/javascript' });
  return () => {
    const url = URL.createObjectURL(program);
    const worker = webWorker(new Worker(url));
    return {
      ...worker,
      terminate: async () => {
        URL.revokeObjectURL(url);
        await worker.terminate();
      },
    };
  };
}
