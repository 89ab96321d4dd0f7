import { checkSetting, checkWeights } from './checks.js';
import { requireParameters } from './requireWeights.js';
import type { Weights } from './weights.js';

/**
 * How many numbers a model learns.
 *
 * @param prefix counts only the parameters whose names begin so, such as `decoder/`
 *
 * @throws RnpError RNP_WEIGHTS if they are not weights
 */
export function parameterCount(weights: Pick<Weights, 'parameters'>, prefix = ''): number {
  checkWeights.object('weights', weights);
  requireParameters('weights.parameters', weights.parameters);
  checkSetting.text('prefix', prefix);
  return Object.entries(weights.parameters).reduce(
    (sum, [name, { size }]) => (name.startsWith(prefix) ? sum + size : sum),
    0,
  );
}
