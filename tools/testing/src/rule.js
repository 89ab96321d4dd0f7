/** @typedef {(expected: number, index: number) => number} Rule the largest |actual − expected| allowed at an entry */

/**
 * The rule for values, entry by entry: atol + rtol·|expected|.
 * @returns {Rule}
 */
export function valueRule(rtol = 1e-4, atol = 1e-5) {
  return (expected) => atol + rtol * Math.abs(expected);
}

/**
 * The rule for a gradient, whose entries are compared with its largest one: atol + relative·max|expected|.
 * @param {readonly number[]} expected the whole gradient
 * @returns {Rule}
 */
export function gradientRule(expected, relative = 1e-3, atol = 1e-5) {
  const largest = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return () => atol + relative * largest;
}

/**
 * The largest error as a multiple of what is allowed there, and where. NaN counts as infinitely wrong.
 * @param {ArrayLike<number>} actual
 * @param {readonly number[]} expected as many
 * @param {Rule} rule
 * @returns {{ ratio: number, index: number }} index -1 and ratio 0 where nothing is compared
 */
export function largestError(actual, expected, rule) {
  let ratio = 0;
  let index = -1;
  expected.forEach((want, i) => {
    const error = Math.abs(actual[i] - want) / rule(want, i);
    const own = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
    if (index < 0 || own > ratio) [ratio, index] = [own, i];
  });
  return { ratio, index };
}
