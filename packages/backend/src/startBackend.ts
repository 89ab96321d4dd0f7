import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { check } from './checks.js';
import { messageOf } from './messageOf.js';
import { prepareBackend } from './prepareBackend.js';
import { withoutLoaderListeners } from './processListeners.js';
import { stoppedWasm } from './wasm/guard.js';

/** Starts that other programs may overtake before we give up. */
const maxTries = 5;

/** The part of the engine that tells which start is the latest. */
interface Starting {
  readonly pendingBackendInitId: number;
}

/**
 * `tf.setBackend` and `prepareBackend` in one, for a backend whose package is loaded. WASM starts without threads, because a
 * side module cannot share their memory. It leaves no listeners in Node's process, and gets a new engine if the last one
 * has stopped. `useBackend` includes this function; it is for workers that import their backend themselves.
 *
 * @param registersAs the name under which the package registered the backend
 * @throws RnpError `RNP_BACKEND_FAILED` when it does not start, `RNP_CONFIG` if it is not a name
 */
export async function startBackend(registersAs: string): Promise<void> {
  check.text('registersAs', registersAs);
  if (registersAs === 'wasm') {
    withoutThreads();
    if (stoppedWasm()) registerAnew(registersAs);
  }
  let started = false;
  try {
    started = await withoutLoaderListeners(() => setBackend(registersAs));
  } catch (cause) {
    const message = `the backend ${registersAs} does not start: ${messageOf(cause)}`;
    throw new RnpError('RNP_BACKEND_FAILED', message, { cause });
  }
  if (!started) {
    const hint = registersAs === 'wasm' ? missingFile : '';
    throw new RnpError(
      'RNP_BACKEND_FAILED',
      `the backend ${registersAs} does not start on this machine${hint}`,
    );
  }
  if (registersAs === 'cpu') withoutAdvertisement();
  prepareBackend();
}

/** At its first tensor cpu tells readers of Node's output to install another backend, which is theirs to choose. */
function withoutAdvertisement(): void {
  const cpu = tf.findBackend('cpu') as unknown as { firstUse?: boolean };
  if (cpu.firstUse === true) cpu.firstUse = false;
}

const missingFile = '; in a browser pass wasmPaths, the place of its .wasm files';

/** Of two starts at once the engine drops the first, which a program that calls tf.setBackend itself can bring about. */
async function setBackend(registersAs: string): Promise<boolean> {
  const engine = tf.engine() as unknown as Starting;
  for (let tries = 1; ; tries++) {
    const id = engine.pendingBackendInitId;
    const started = await tf.setBackend(registersAs);
    if (started && tf.getBackend() === registersAs) return true;
    const overtaken = started || engine.pendingBackendInitId > id + 1;
    if (!overtaken || tries === maxTries) return false;
  }
}

/** The engine keeps one instance of a backend for good, also one that can compute no more. */
function registerAnew(registersAs: string): void {
  const factory = tf.findBackendFactory(registersAs);
  tf.removeBackend(registersAs);
  tf.registerBackend(registersAs, factory);
}

function withoutThreads(): void {
  const flag = 'WASM_HAS_MULTITHREAD_SUPPORT';
  const flags = tf.env() as unknown as { readonly flagRegistry: Readonly<Record<string, unknown>> };
  if (Object.hasOwn(flags.flagRegistry, flag)) tf.env().set(flag, false);
}
