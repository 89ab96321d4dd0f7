import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../model.js';
import type { TrainingState } from './trainingStep.js';

/**
 * Owns the moments of a run and the two states it may have to fall back to. A state is good when the losses
 * computed from it were numbers; that is known one report later, so the state at each report waits as a
 * candidate until the next one confirms it.
 */
export class StateKeeper {
  readonly #model: Model;
  #state: TrainingState;
  #candidate: TrainingState;
  #good: TrainingState;

  constructor(model: Model, start: Pick<TrainingState, 'adam' | 'step'>) {
    this.#model = model;
    this.#state = { ...model.weights, ...start };
    this.#candidate = this.#state;
    this.#good = this.#state;
  }

  get state(): TrainingState {
    return this.#state;
  }

  /** The next state: the model draws with it from now on. */
  advance(next: TrainingState): void {
    const old = this.#state;
    this.#state = next;
    this.#model.replaceWeights({ parameters: next.parameters, statistics: next.statistics });
    this.#release(old);
  }

  /** All losses up to now were numbers: the candidate is good, the present state the next candidate. */
  confirm(): void {
    const [oldGood, oldCandidate] = [this.#good, this.#candidate];
    this.#good = oldCandidate;
    this.#candidate = this.#state;
    this.#release(oldGood);
  }

  /** Puts the last good state back into the model and returns its step. */
  restore(): number {
    this.advance(this.#good);
    return this.#good.step;
  }

  /** Frees all but the weights that the model draws with. */
  dispose(): void {
    const { parameters, statistics } = this.#model.weights;
    const kept = new Set(
      [...Object.values(parameters), ...Object.values(statistics)].map((value) => value.id),
    );
    for (const state of new Set([this.#state, this.#candidate, this.#good])) {
      for (const group of [state.parameters, state.statistics, state.adam.first, state.adam.second]) {
        for (const value of Object.values(group)) if (!kept.has(value.id)) tf.dispose(value);
      }
    }
  }

  #release(state: TrainingState): void {
    if (state === this.#state || state === this.#candidate || state === this.#good) return;
    tf.dispose([
      state.parameters,
      state.statistics,
      state.adam.first,
      state.adam.second,
    ] as tf.TensorContainer);
  }
}
