import type { EnergyFunctions } from './energyFunctions.js';
import type { EnergySizes } from './energySizes.js';

type Places<T, N extends readonly number[]> = (run: EnergyFunctions, sizes: EnergySizes, ...at: N) => T;

/** How many answers are kept for one decoder; memory is mostly given out as in the step before. */
const most = 8;

/** The same function, which knows its last answers for each decoder's sizes: working out places took as long as a small kernel at every step. */
export function remembering<T, N extends readonly number[]>(make: Places<T, N>): Places<T, N> {
  const known = new WeakMap<EnergySizes, Map<string, T>>();
  return (run, sizes, ...at) => {
    const answers = known.get(sizes) ?? new Map<string, T>();
    if (!known.has(sizes)) known.set(sizes, answers);
    const key = at.join();
    const answer = answers.get(key) ?? make(run, sizes, ...at);
    if (answers.size === most && !answers.has(key)) answers.clear();
    answers.set(key, answer);
    return answer;
  };
}
