import * as tf from '@tensorflow/tfjs-core';
import type { Model, Weights } from '../model.js';

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

  /** Frees all but the weights that the model draws with. */
  dispose(): void {
    const { parameters, statistics } = this.#model.weights;
    const kept = new Set(
      [...Object.values(parameters), ...Object.values(statistics)].map((value) => value.id),
    );
    for (const { weights } of new Set([this.#now, this.#candidate, this.#good])) {
      for (const value of [...Object.values(weights.parameters), ...Object.values(weights.statistics)]) {
        if (!kept.has(value.id)) value.dispose();
      }
    }
  }

  #become(next: Snapshot): void {
    const old = this.#now;
    this.#now = next;
    this.#model.replaceWeights(next.weights);
    this.#release(old);
  }

  #release(snapshot: Snapshot): void {
    if (snapshot === this.#now || snapshot === this.#candidate || snapshot === this.#good) return;
    tf.dispose([snapshot.weights.parameters, snapshot.weights.statistics] as tf.TensorContainer);
  }
}
