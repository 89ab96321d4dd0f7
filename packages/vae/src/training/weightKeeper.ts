import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../model.js';
import type { Weights } from '../weights.js';

/** Weights and the number of steps that led to them. */
interface Snapshot {
  readonly weights: Weights;
  readonly step: number;
}

/**
 * Owns the weights of a run: those its model draws with, and two older ones it may have to fall back to. Weights are
 * good when the losses computed from them were numbers; that is known one report later, so the weights at each
 * report wait as a candidate until the next one confirms them.
 */
export class WeightKeeper {
  readonly #model: Model;
  #now: Snapshot;
  #candidate: Snapshot;
  #good: Snapshot;

  constructor(model: Model, step: number) {
    this.#model = model;
    this.#now = { weights: model.weights, step };
    this.#candidate = this.#now;
    this.#good = this.#now;
  }

  get weights(): Weights {
    return this.#now.weights;
  }

  /** Steps that led to the model's weights. */
  get step(): number {
    return this.#now.step;
  }

  /** The model draws with these from now on. */
  advance(weights: Weights, step: number): void {
    this.#become({ weights, step });
  }

  /** All losses up to now were numbers: the candidate is good, the present weights are the next candidate. */
  confirm(): void {
    const [oldGood, oldCandidate] = [this.#good, this.#candidate];
    this.#good = oldCandidate;
    this.#candidate = this.#now;
    this.#release(oldGood);
  }

  /** Every loss computed from the present weights was a number, and no other steps follow from them. */
  confirmPresent(): void {
    this.confirm();
    this.confirm();
  }

  /** Puts the last good weights back into the model and returns the number of their step. */
  restore(): number {
    this.#become(this.#good);
    return this.#good.step;
  }

  /** Frees all but the weights that the model draws with, and those too when the model has been disposed of. */
  dispose(): void {
    const kept = new Set(this.#model.isDisposed ? [] : tensorsOf(this.#model.weights));
    for (const { weights } of new Set([this.#now, this.#candidate, this.#good])) {
      for (const value of tensorsOf(weights)) if (!kept.has(value)) value.dispose();
    }
  }

  #become(next: Snapshot): void {
    const old = this.#now;
    this.#now = next;
    this.#release(old);
    // Throws for a model that has been disposed of; the new weights are the keeper's then, for `dispose`.
    this.#model.replaceWeights(next.weights);
  }

  #release(snapshot: Snapshot): void {
    if (snapshot === this.#now || snapshot === this.#candidate || snapshot === this.#good) return;
    tf.dispose([snapshot.weights.parameters, snapshot.weights.runningStatistics] as tf.TensorContainer);
  }
}

function tensorsOf({ parameters, runningStatistics }: Weights): readonly tf.Tensor[] {
  return [...Object.values(parameters), ...Object.values(runningStatistics)];
}
