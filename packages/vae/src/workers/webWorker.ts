import { checkSetting } from '../checks.js';
import type { WorkerHandle } from './workerHandle.js';

/** Browsers do not tell why a worker's script does not load. */
const unloaded =
  "its script does not load. A Content-Security-Policy must allow 'worker-src blob:'; where it must not, start workers from a " +
  "file of your own by the option spawn (see 'On all cores' in the README of @rnp/vae)";

/**
 * Wraps a Web Worker for the option `spawn` of `train`.
 *
 * @example
 * // worker.js: import '@rnp/vae/worker';
 * const spawn = () => webWorker(new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }));
 *
 * @throws RnpError RNP_CONFIG if it is not a worker, such as the URL of one
 */
export function webWorker(worker: Worker): WorkerHandle {
  checkSetting.object('worker', worker);
  checkSetting.callable('worker.postMessage', worker.postMessage);
  checkSetting.callable('worker.terminate', worker.terminate);
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
