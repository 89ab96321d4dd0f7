// m blocks: the top program, then the states and then the actions of each level, top first
import { maxPrecision, minPrecision, type Precisions } from '../infer/precisions.js';
import type { BoundSizes } from './bound.js';
import type { TreeMoments } from './treeMoments.js';

/**
 * The precisions under which the bound of the measured images is greatest while their posteriors stay (the M step of variational EM): of a
 * block, 1/π = the mean over images of s² + D/n, s² being the posterior's variance, D the mean squared distance from what is predicted and n how many
 * numbers it has; of pixels, which are seen, of D/n. They stay in the range that `infer` takes, 1e-6 to 1e6.
 *
 * @param before those that are not learned
 */
export function estimatedPrecisions(
  { moments, deviations }: TreeMoments,
  sizes: BoundSizes,
  before: Precisions,
  learned: readonly (keyof Precisions)[],
): Precisions {
  const images = moments.length;
  const mean = (of: (image: number) => number): number =>
    moments.reduce((sum, _, image) => sum + of(image), 0) / images;
  const within = (variance: number): number => Math.min(maxPrecision, Math.max(minPrecision, 1 / variance));
  const [top, ...rest] = sizes.blocks.map((n, block) =>
    within(mean((image) => deviations[image]![block]! ** 2 + moments[image]![block + 1]! / n)),
  ) as [number, ...number[]];
  const levels = rest.length / 2;
  const found: Precisions = {
    pixels: within(mean((image) => moments[image]![0]! / sizes.pixels)),
    top,
    states: rest.slice(0, levels),
    actions: rest.slice(levels),
  };
  return { ...before, ...Object.fromEntries(learned.map((name) => [name, found[name]])) };
}
