// Runs in a browser: the functions that environments.test.ts calls.
import type { BackendName } from '@rnp/backend';
import { type Choice, choose } from './choice.js';

export function chooseHere(names: readonly BackendName[]): Promise<Choice> {
  return choose(names, '/');
}

/** The same in a worker of the page. */
export function chooseInWorker(names: readonly BackendName[]): Promise<Choice> {
  const worker = new Worker('/worker.mjs', { type: 'module' });
  return new Promise<Choice>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Choice>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(names);
  }).finally(() => worker.terminate());
}
