/** Steps over which the rate rises. With the whole rate at once all that is free overshoots together, and little better is found. */
const rise = 10;
/** Over this share of the steps, the last ones, the rate falls. */
const fall = 0.8;

/**
 * How large a step of a descent is, as a share of the largest: it rises over the first steps and falls to nothing over the rest, so that few
 * steps find something better and many come to rest.
 *
 * @param step 0 … steps − 1
 * @returns in (0, 1]
 */
export function rateShare(step: number, steps: number): number {
  return Math.min(1, (step + 1) / rise, (steps - step) / (fall * steps));
}
