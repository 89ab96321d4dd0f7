import { type ReadonlySignal, signal } from '@preact/signals';
import type { WorkerOf } from '../shared/workerOf.js';
import type { Checkpoint } from './checkpoint.js';
import type { FromTrainer, ToTrainer } from './messages.js';
import type { Recipe } from './recipe.js';
import type { RunLock } from './runLock.js';
import type { RunStore } from './runStore.js';
import { noRun, pausedAt, type TrainingState, told } from './trainingState.js';

export type TrainerWorker = WorkerOf<ToTrainer, FromTrainer>;

export interface TrainingRunOptions {
  readonly spawn: () => TrainerWorker;
  readonly store: RunStore;
  readonly lock: RunLock;
}

/**
 * The one run of the page, whichever panel is shown: it trains on while its panel is closed, and every checkpoint is
 * kept in the browser, so that a run goes on after the page was closed, with the numbers of one that never stopped.
 */
export class TrainingRun {
  readonly #state = signal(noRun);
  #worker: TrainerWorker | null = null;
  /** Gives the lock back; null while this page does not train. */
  #release: (() => void) | null = null;
  #waiting = false;
  #saving: Promise<void> = Promise.resolve();
  readonly #options: TrainingRunOptions;

  constructor(options: TrainingRunOptions) {
    this.#options = options;
  }

  get state(): ReadonlySignal<TrainingState> {
    return this.#state;
  }

  /** Takes up the run that the browser keeps, which another page may have brought further. While one trains it, waits for its end. */
  async recall(): Promise<void> {
    // Why it failed stays to be read.
    if (this.#state.value.phase !== 'failed') await this.#recall();
  }

  async #recall(): Promise<void> {
    if (this.#release !== null) return;
    const { store, lock } = this.#options;
    const kept = await store.load().catch(() => null);
    const taken = await lock.isTaken();
    if (this.#release !== null) return;
    const known = kept === null ? noRun : pausedAt(kept);
    this.#state.value = taken ? { ...known, phase: 'elsewhere' } : known;
    if (!taken || this.#waiting) return;
    this.#waiting = true;
    await lock.free();
    this.#waiting = false;
    await this.#recall();
  }

  /** A new run; the one before it is forgotten. */
  async start(recipe: Recipe): Promise<void> {
    if (!(await this.#take())) return;
    this.#state.value = { ...noRun, phase: 'starting', recipe };
    this.#begin(recipe, null);
  }

  /** Ends the session at the next point of its curve. */
  pause(): void {
    if (this.#state.value.phase !== 'training' && this.#state.value.phase !== 'starting') return;
    this.#state.value = { ...this.#state.value, phase: 'pausing' };
    this.#worker?.postMessage({ type: 'pause' });
  }

  /** On from the last checkpoint. */
  async goOn(): Promise<void> {
    const { checkpoint, phase } = this.#state.value;
    if (checkpoint === null || (phase !== 'paused' && phase !== 'failed')) return;
    if (!(await this.#take())) return;
    this.#state.value = { ...pausedAt(checkpoint), phase: 'starting' };
    this.#begin(checkpoint.recipe, checkpoint);
  }

  /** Ends the run and forgets it. */
  async discard(): Promise<void> {
    if (!(await this.#take())) return;
    this.#stop();
    this.#state.value = noRun;
    await this.#saving;
    await this.#options.store.clear().catch(() => undefined);
    this.#end();
  }

  /** Asks for a checkpoint soon, as when the page is about to be hidden. */
  saveSoon(): void {
    if (this.#state.value.phase === 'training') this.#worker?.postMessage({ type: 'save' });
  }

  /** Keeps other pages from the run until `#end`. @returns false where another page has it, which the state says then */
  async #take(): Promise<boolean> {
    if (this.#release !== null) return true;
    this.#release = await this.#options.lock.take();
    if (this.#release === null) void this.#recall();
    return this.#release !== null;
  }

  #begin(recipe: Recipe, from: Checkpoint | null): void {
    this.#stop();
    const worker = this.#options.spawn();
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => {
      if (this.#worker === worker) this.#hear(data);
    });
    worker.addEventListener('error', ({ message }) => {
      if (this.#worker !== worker) return;
      this.#hear({ type: 'failed', code: null, message: message || 'the worker could not be started' });
    });
    worker.postMessage({ type: 'train', recipe, from });
  }

  /** What is kept is said to be once it is. */
  #hear(message: FromTrainer): void {
    if (message.type === 'checkpoint') {
      const worker = this.#worker;
      void this.#keep(message.checkpoint).then(() => {
        if (this.#worker === worker) this.#state.value = told(this.#state.value, message);
      });
      return;
    }
    if (message.type !== 'stopped') {
      this.#state.value = told(this.#state.value, message);
      if (message.type === 'failed') this.#end();
      return;
    }
    const worker = this.#worker;
    void this.#keep(message.checkpoint).then(() => {
      if (this.#worker !== worker) return;
      this.#end();
      this.#state.value = told(this.#state.value, message);
    });
  }

  /** One write after the other, so that an older checkpoint never lands on a newer one. */
  #keep(checkpoint: Checkpoint): Promise<void> {
    this.#saving = this.#saving
      .then(() => this.#options.store.save(checkpoint))
      .catch(() => {
        const warning = 'This browser keeps nothing for the page: save the model before you leave.';
        this.#state.value = { ...this.#state.value, warning };
      });
    return this.#saving;
  }

  #stop(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #end(): void {
    this.#stop();
    this.#release?.();
    this.#release = null;
  }
}
