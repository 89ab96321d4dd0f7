import { type ReadonlySignal, signal } from '@preact/signals';
import type { Checkpoint } from './checkpoint.js';
import type { FromTrainer, ToTrainer } from './messages.js';
import type { Recipe } from './recipe.js';
import type { RunStore } from './runStore.js';
import { noRun, pausedAt, type TrainingState, told } from './trainingState.js';

/** The part of a `Worker` that a run needs. */
export interface TrainerWorker {
  postMessage(message: ToTrainer): void;
  addEventListener(type: 'message', listener: (event: { readonly data: FromTrainer }) => void): void;
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}

export interface TrainingRunOptions {
  readonly spawn: () => TrainerWorker;
  readonly store: RunStore;
}

/**
 * The one run of the page, whichever panel is shown: it trains on while its panel is closed, and every checkpoint is
 * kept in the browser, so that a run goes on after the page was closed, with the numbers of one that never stopped.
 */
export class TrainingRun {
  readonly #state = signal(noRun);
  #worker: TrainerWorker | null = null;
  #saving: Promise<void> = Promise.resolve();
  readonly #options: TrainingRunOptions;

  constructor(options: TrainingRunOptions) {
    this.#options = options;
  }

  get state(): ReadonlySignal<TrainingState> {
    return this.#state;
  }

  /** Takes up the run that the browser kept, if there is none yet. */
  async recall(): Promise<void> {
    const kept = await this.#options.store.load().catch(() => null);
    if (kept !== null && this.#state.value.phase === 'idle') this.#state.value = pausedAt(kept);
  }

  /** A new run; the one before it is forgotten. */
  start(recipe: Recipe): void {
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
  goOn(): void {
    const { checkpoint, phase } = this.#state.value;
    if (checkpoint === null || (phase !== 'paused' && phase !== 'failed')) return;
    this.#state.value = { ...pausedAt(checkpoint), phase: 'starting' };
    this.#begin(checkpoint.recipe, checkpoint);
  }

  /** Ends the run and forgets it. */
  async discard(): Promise<void> {
    this.#end();
    this.#state.value = noRun;
    await this.#saving;
    await this.#options.store.clear().catch(() => undefined);
  }

  /** Asks for a checkpoint soon, as when the page is about to be hidden. */
  saveSoon(): void {
    if (this.#state.value.phase === 'training') this.#worker?.postMessage({ type: 'save' });
  }

  #begin(recipe: Recipe, from: Checkpoint | null): void {
    this.#end();
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

  #hear(message: FromTrainer): void {
    if (message.type === 'checkpoint') void this.#keep(message.checkpoint);
    if (message.type !== 'stopped') {
      this.#state.value = told(this.#state.value, message);
      if (message.type === 'failed') this.#end();
      return;
    }
    // It is said to be kept once it is.
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

  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }
}
