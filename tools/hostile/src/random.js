import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Whole numbers that a seed decides, so that every input can be made again. */
export function seededRandom(seed) {
  const generator = xoroshiro128plus(seed);
  /** @returns {number} from `min` to `max`, both included */
  const between = (min, max) => uniformInt(generator, min, max);
  return { between, pick: (list) => list[between(0, list.length - 1)] };
}
