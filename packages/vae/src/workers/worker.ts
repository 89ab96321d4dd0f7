// What runs in a worker: one message brings the plan, then it takes steps until the run is stopped.

import { prepareBackend } from '@rnp/backend';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
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
  // As useBackend does: with threads of its own the backend's memory fits no side module.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend('wasm'))) {
    throw new Error('@tensorflow/tfjs-backend-wasm does not start; in a browser pass wasmPaths');
  }
  prepareBackend();
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
      send({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }
}

if (port === undefined) globalThis.onmessage = (event) => void work(event.data as StartMessage);
else port.once('message', (start: StartMessage) => void work(start));
