import { spawnThread, threads } from '../node/threads.js';
import type { WorkerHandle } from './workerHandle.js';

/** What workers run, beside this module once it is built. A function, or bundlers would see a page's file in it. */
const script = (): string => ['.', 'worker.mjs'].join('/');

/** A thread in Node, a Web Worker in a browser. */
export function spawnWorker(): WorkerHandle {
  if (threads() !== undefined) return spawnThread(new URL(script(), import.meta.url));
  return webWorker(new Worker(new URL('./worker.mjs', import.meta.url), { type: 'module' }));
}

/** Browsers do not tell why a worker's script, or a module that it imports, does not load. */
const unloaded =
  'its script, worker.mjs of @rnp/vae, does not load. While developing with Vite, optimizeDeps must exclude @rnp/vae and ' +
  "include what it imports (see 'On all cores' in its README); every file must be served with the header " +
  'Cross-Origin-Embedder-Policy: require-corp; with other bundlers start workers by the option spawn';

function webWorker(worker: Worker): WorkerHandle {
  return {
    post: (message) => worker.postMessage(message),
    listen: (heard, failed) => {
      worker.onmessage = (event) => heard(event.data);
      worker.onmessageerror = () => failed(new Error('a message could not be read'));
      worker.onerror = (event) => {
        event.preventDefault();
        failed(new Error(event.message || unloaded));
      };
    },
    hold: () => undefined,
    terminate: async () => worker.terminate(),
  };
}
