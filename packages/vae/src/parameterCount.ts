import type { Weights } from './model.js';

/**
 * How many numbers a model learns.
 *
 * @param prefix counts only the parameters whose names begin so, such as `decoder/`
 */
export function parameterCount({ parameters }: Pick<Weights, 'parameters'>, prefix = ''): number {
  return Object.entries(parameters).reduce(
    (sum, [name, { size }]) => (name.startsWith(prefix) ? sum + size : sum),
    0,
  );
}
