import { gradientRule, largestError, valueRule } from '@rnp-tools/testing/rule';

/** An entry may miss its bound by this many times what rounding the inputs does to it, … */
const effects = 2;
/** … and by no more than this many bounds in all, whatever the effect. */
const bounds = 100;

/**
 * What is held against one tensor of the reference, and by which rule.
 * @typedef {{
 *   actual: ArrayLike<number>,
 *   shape: readonly number[],
 *   expected: { shape: readonly number[], data: readonly number[] },
 *   rule: import('@rnp-tools/testing/rule').Rule,
 *   where: string,
 * }} Compared
 */

/**
 * Values: each entry by its own size. `actual` may be grouped into axes otherwise than the reference.
 * Asynchronous, as some backends read tensors in no other way.
 * @returns {Promise<Compared>}
 */
export async function values(actual, expected, where) {
  return { actual: await actual.data(), shape: actual.shape, expected, rule: valueRule(), where };
}

/**
 * A gradient: each entry by the gradient's largest.
 * @returns {Promise<Compared>}
 */
export async function gradient(actual, expected, where) {
  return { ...(await values(actual, expected, where)), rule: gradientRule(expected.data) };
}

/**
 * Single numbers, by the rule for values.
 * @param {readonly number[]} actual
 * @param {readonly number[]} expected as many
 * @returns {Compared}
 */
export function numbers(actual, expected, where) {
  const shape = [expected.length];
  return { actual, shape: [actual.length], expected: { shape, data: expected }, rule: valueRule(), where };
}

/** How a comparison can end, from best to worst. */
export const verdicts = Object.freeze(['passed', 'passed, rounding', 'missed']);

/**
 * Holds a comparison to its rule. What is not a number, or not of the expected size, is infinitely far off.
 * @param {Compared} compared
 * @param {ArrayLike<number>} [effect] what rounding the inputs does to each entry; without it, nothing is excused
 * @returns {{ verdict: string, ratio: number, where: string }} the largest error as a multiple of the plain bound,
 *   and where; of entries that missed if any did
 */
export function judge({ actual, shape, expected, rule, where }, effect) {
  if (actual.length !== expected.data.length) {
    const found = `${where}: shape [${shape}] where [${expected.shape}] is expected`;
    return { verdict: 'missed', ratio: Number.POSITIVE_INFINITY, where: found };
  }
  const judged = (verdict, { ratio, index }) => ({ verdict, ratio, where: `${where}[${index}]` });
  const plain = largestError(actual, expected.data, rule);
  if (plain.ratio <= 1) return judged('passed', plain);
  if (!effect) return judged('missed', plain);
  // A NaN is within nothing.
  const isExcused = (want, i) => {
    const allowed = Math.min(rule(want) + effects * effect[i], bounds * rule(want));
    return Math.abs(actual[i] - want) <= allowed;
  };
  const rest = largestError(actual, expected.data, (want, i) =>
    isExcused(want, i) ? Number.POSITIVE_INFINITY : rule(want),
  );
  return rest.ratio > 0 ? judged('missed', rest) : judged('passed, rounding', plain);
}
