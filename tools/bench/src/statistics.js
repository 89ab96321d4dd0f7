/** The middle value, or the mean of the two in the middle. */
export function median(values) {
  if (values.length === 0) throw new Error('a median needs at least one value');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Key by key the median over the rounds. What is no number is taken from the last round.
 *
 * @param {readonly Record<string, unknown>[]} rounds
 */
export function medians(rounds) {
  const last = rounds.at(-1);
  return Object.fromEntries(
    Object.entries(last).map(([key, value]) => {
      const numbers = rounds.map((round) => round[key]).filter((entry) => typeof entry === 'number');
      return [key, typeof value === 'number' ? median(numbers) : value];
    }),
  );
}

/** a / b, or null where one of them is missing. */
export function ratio(a, b) {
  return Number.isFinite(a) && Number.isFinite(b) && b !== 0 ? a / b : null;
}
