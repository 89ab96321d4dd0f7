/** The types of rule.js, which is JavaScript so that Node runs it without a build. */
export type Rule = (expected: number, index: number) => number;
export function valueRule(rtol?: number, atol?: number): Rule;
export function gradientRule(expected: readonly number[], relative?: number, atol?: number): Rule;
export function largestError(
  actual: ArrayLike<number>,
  expected: readonly number[],
  rule: Rule,
): { readonly ratio: number; readonly index: number };
