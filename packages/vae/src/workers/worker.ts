// What runs in a worker: one message brings the plan, then it takes steps until the run is stopped.

import { startBackend } from '@rnp/backend';
import { isRnpError } from '@rnp/errors';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { threads } from '../node/threads.js';
import { Stopped } from './barrier.js';
import type { StartMessage, WorkerMessage, WorkerPlan } from './messages.js';
import { Replica } from './replica.js';

const port = threads()?.parentPort ?? undefined;
const send = (message: WorkerMessage): void =>
  port === undefined ? globalThis.postMessage(message) : port.postMessage(message);

/**
 * The WASM backend by a plain import: `useBackend` loads backends on demand, and what loads anything on demand
 * bundlers refuse to put into a classic worker, which is what Vite makes unless told otherwise.
 */
async function startWasm(paths: WorkerPlan['wasmPaths']): Promise<void> {
  if (paths !== undefined) setWasmPaths(paths);
  await startBackend('wasm');
}

async function work(start: StartMessage): Promise<void> {
  try {
    await startWasm(start.plan.wasmPaths);
    const replica = new Replica(start);
    send({ type: 'ready' });
    for (;;) {
      const report = replica.step();
      if (start.index === 0) send({ type: 'step', report });
    }
  } catch (error) {
    if (!(error instanceof Stopped)) {
      const message = error instanceof Error ? error.message : String(error);
      send({ type: 'failed', message, ...(isRnpError(error) && { code: error.code }) });
    }
  }
}

if (port === undefined) globalThis.onmessage = (event) => void work(event.data as StartMessage);
else port.once('message', (start: StartMessage) => void work(start));
