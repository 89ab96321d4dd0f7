import { RnpError, shown } from '@rnp/errors';
import { checkSetting } from './checks.js';

/**
 * Weights of a mean, scaled to a sum of 1.
 *
 * @param weights one of 0 or more for each of `count`, not all 0; the same for all when left out
 * @throws RnpError RNP_CONFIG
 */
export function blendShares(weights: readonly number[] | undefined, count: number): readonly number[] {
  if (weights === undefined) return new Array<number>(count).fill(1 / count);
  if (!Array.isArray(weights) || weights.length !== count) {
    const problem = `must be a list of ${count} numbers, not ${shown(weights)}`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'weights' });
  }
  weights.forEach((weight, i) => {
    checkSetting.number(`weights[${i}]`, weight, 0);
  });
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  if (largest === 0) throw new RnpError('RNP_CONFIG', 'must not all be 0', { path: 'weights' });
  // Large ones would have no sum.
  const scaled = weights.map((weight) => weight / largest);
  const sum = scaled.reduce((total, weight) => total + weight, 0);
  return scaled.map((weight) => weight / sum);
}
