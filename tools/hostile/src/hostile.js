import { kinds } from './kinds.js';
import { seededRandom } from './random.js';
import { tally } from './tally.js';
import { Trial } from './trial.js';

/**
 * Makes inputs of each kind and tries them.
 *
 * @param {{ names: readonly string[], seed: number, count: number, limitSeconds: number, signal?: AbortSignal,
 *   onInput?: (kind: string, done: number) => void }} options `count`: damaged files of each kind, beside the crafted ones
 * @returns one result a kind, as far as it came
 */
export async function hostile({ names, seed, count, limitSeconds, signal, onInput }) {
  const trial = new Trial({ limitSeconds });
  const results = [];
  try {
    for (const kind of kinds.filter(({ name }) => names.includes(name))) {
      const counts = tally(kind.title);
      let done = 0;
      for await (const { name, files } of kind.inputs(seededRandom(seed), count)) {
        if (signal?.aborted) break;
        counts.add(name, await trial.run(kind.name, files));
        onInput?.(kind.name, ++done);
      }
      results.push(counts.result());
      // Peaks are those of a process, so each kind has its own.
      trial.stop();
    }
  } finally {
    trial.stop();
  }
  return results;
}
