import { RnpError } from '@rnp/errors';
import { checkSetting } from '../checks.js';

/** More than any program draws. */
const maxParts = 1 << 16;

export interface LearnCostsOptions {
  /** How many parts there can be. */
  readonly parts: number;
  /** Images that are thought to have been seen of each count beside those that were; above 0. 1 unless given. */
  readonly smoothing?: number;
}

/**
 * The prior on how many parts an image has, as costs for `presence`: the n-th part costs ln p(n − 1)/p(n), p being the shares of images with so
 * many parts. Where counts were inferred with some costs, inference with those that are learned from them, and so on, alternates between
 * explaining the images and estimating the prior, as expectation and maximisation do, but with the best explanation of each image in place of all: costs
 * that make a count rare make it rarer, so a few rounds are enough (paper, Discussion, which asks for programs of other lengths).
 *
 * @param counts of parts, one for each image, such as `evaluate` tells of training images
 * @returns the cost of the first part, the second, and so on, in units of the energy
 * @throws RnpError RNP_CONFIG for counts that are no whole numbers from 0 to `parts`, none at all, or options out of range
 * @example
 * const { partCounts } = await evaluate(model, batches, { inferred: { presence: {} } });
 * const cost = learnCosts(partCounts, { parts: 4 });
 */
export function learnCosts(counts: readonly number[], options: LearnCostsOptions): readonly number[] {
  checkSetting.options('options', options, ['parts'], ['smoothing']);
  const { parts, smoothing = 1 } = options;
  checkSetting.wholeNumber('options.parts', parts, 1, maxParts);
  checkSetting.number('options.smoothing', smoothing, 1e-9, 1e9);
  checkSetting.array('counts', counts, (path, count) => checkSetting.wholeNumber(path, count, 0, parts));
  if (counts.length === 0)
    throw new RnpError('RNP_CONFIG', 'must hold a count of at least one image', { path: 'counts' });
  const images = new Array<number>(parts + 1).fill(smoothing);
  for (const count of counts) images[count]!++;
  return images.slice(1).map((some, i) => Math.log(images[i]! / some));
}
