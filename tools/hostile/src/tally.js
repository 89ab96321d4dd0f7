import { ends, isFault } from './outcome.js';

/** Counts ends of a kind's inputs and remembers the worst. */
export function tally(title) {
  const counts = Object.fromEntries(ends.map((end) => [end, 0]));
  const faults = [];
  let [total, slowest, largest] = [0, { seconds: 0, name: '' }, 0];
  return {
    add(name, outcome) {
      total++;
      counts[outcome.end]++;
      if (isFault(outcome)) faults.push({ name, ...outcome });
      if (outcome.seconds > slowest.seconds) slowest = { seconds: outcome.seconds, name };
      largest = Math.max(largest, outcome.megabytes);
    },
    result: () => ({ title, total, counts, faults, slowest, megabytes: largest }),
  };
}
