import { type ReadonlySignal, signal } from '@preact/signals';
import type { BackendName } from '@rnp/backend';
import type { MeasuredBackends } from '@rnp/runs/bench';
import type { WorkerOf } from '../shared/workerOf.js';
import type { FromMeasurer, ToMeasurer } from './messages.js';

/** All that the panel shows of a measurement. */
export interface MeasurementState extends MeasuredBackends {
  readonly phase: 'idle' | 'measuring' | 'done' | 'stopped' | 'failed';
  /** The one that is measured now; null until the worker has begun, and afterwards. */
  readonly backend: BackendName | null;
  /** Single measurements that have ended, and all of them. */
  readonly done: number;
  readonly total: number;
  /** Why it failed, in words for the visitor. */
  readonly failure: string | null;
}

const notMeasured: MeasurementState = Object.freeze({
  phase: 'idle',
  figures: [],
  refused: [],
  backend: null,
  done: 0,
  total: 0,
  failure: null,
});

/**
 * The one measurement of the page, whichever panel is shown. It has a worker of its own, so that the page goes on with the backend that is
 * in use, and a step that takes long on a slow backend can be ended at once.
 */
export class Measurement {
  readonly #state = signal(notMeasured);
  readonly #spawn: () => WorkerOf<ToMeasurer, FromMeasurer>;
  #worker: WorkerOf<ToMeasurer, FromMeasurer> | null = null;

  constructor(spawn: () => WorkerOf<ToMeasurer, FromMeasurer>) {
    this.#spawn = spawn;
  }

  get state(): ReadonlySignal<MeasurementState> {
    return this.#state;
  }

  /** Measures anew; figures from before are forgotten. */
  start(backends: readonly BackendName[], seconds: number): void {
    this.#end();
    this.#state.value = { ...notMeasured, phase: 'measuring', total: 3 * backends.length };
    const worker = this.#spawn();
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => {
      if (this.#worker === worker) this.#hear(data);
    });
    worker.addEventListener('error', ({ message }) => {
      if (this.#worker !== worker) return;
      this.#hear({ type: 'failed', message: message || 'the worker could not be started' });
    });
    worker.postMessage({ type: 'measure', backends, seconds });
  }

  /** Ends it at once. Figures of backends that were measured to their end stay. */
  stop(): void {
    if (this.#state.value.phase !== 'measuring') return;
    this.#end();
    this.#state.value = { ...this.#state.value, phase: 'stopped', backend: null };
  }

  #hear(message: FromMeasurer): void {
    const before = this.#state.value;
    if (message.type === 'measuring') {
      const { backend, done, total, figures, refused } = message;
      this.#state.value = { ...before, backend, done, total, figures, refused };
      return;
    }
    this.#end();
    this.#state.value =
      message.type === 'failed'
        ? { ...before, phase: 'failed', backend: null, failure: message.message }
        : {
            ...before,
            phase: 'done',
            backend: null,
            done: before.total,
            figures: message.figures,
            refused: message.refused,
          };
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }
}
