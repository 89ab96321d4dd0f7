import type { WorkerHandle } from './workerHandle.js';

/** Browsers do not tell why a worker's script does not load. */
const unloaded =
  "its script does not load. A Content-Security-Policy must allow 'worker-src blob:'; where it must not, start workers from a " +
  "file of your own by the option spawn (see 'On all cores' in the README of @rnp/vae)";

/**
 * A Web Worker for the option `spawn` of `train`.
 *
 * @example
 * // worker.js: import '@rnp/vae/worker';
 * const spawn = () => webWorker(new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }));
 */
export function webWorker(worker: Worker): WorkerHandle {
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
