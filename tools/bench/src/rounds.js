import { MissingError } from './freshProcess.js';
import { medians } from './statistics.js';

/**
 * What came out of the measurements so far.
 */
export class Measured {
  #rounds = new Map();
  #problems = new Map();

  add(name, figures) {
    this.#rounds.set(name, [...(this.#rounds.get(name) ?? []), figures]);
  }

  /** @param {'missing' | 'failed'} kind */
  refuse(name, kind, reason) {
    this.#problems.set(name, { kind, reason });
  }

  /** Medians over the rounds; null when there are none. */
  figures(name) {
    const rounds = this.#rounds.get(name);
    return rounds === undefined ? null : medians(rounds);
  }

  problem(name) {
    return this.#problems.get(name) ?? null;
  }

  get failed() {
    return [...this.#problems.values()].some(({ kind }) => kind === 'failed');
  }

  /** Every single round, for whoever wants to see the spread. */
  toJSON() {
    return Object.fromEntries(this.#rounds);
  }
}

/**
 * The order of the runs: all measurements, one after the other, again and again, so that ours and the peer's
 * alternate and a machine that slows down does so for both.
 *
 * @param {readonly string[]} names
 * @param {Record<string, import('./measurements.js').Measurement>} catalogue
 */
export function schedule(names, catalogue, repeats) {
  const rounds = Array.from({ length: repeats }, (_, round) =>
    names.filter((name) => !catalogue[name].missing && (round === 0 || !catalogue[name].once)),
  );
  return rounds.flat();
}

/**
 * Runs a schedule. A measurement that fails is told and not tried again; an abort ends the rounds and keeps what was
 * measured.
 */
export async function runRounds(order, catalogue, measured, { pin, signal, progress }) {
  for (const [index, name] of order.entries()) {
    if (signal.aborted) return;
    if (measured.problem(name) !== null) continue;
    const { title, run } = catalogue[name];
    const update = (share) => progress.update(index, title, share);
    update(0);
    try {
      measured.add(name, await run({ pin, signal, progress: update }));
    } catch (error) {
      if (signal.aborted) return;
      const missing = error instanceof MissingError;
      measured.refuse(name, missing ? 'missing' : 'failed', error.message);
      progress.log(`${title}: ${error.message}`);
    }
  }
}
