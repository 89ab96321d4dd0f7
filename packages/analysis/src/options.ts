import { AnalysisError } from './errors.js';

/** @throws AnalysisError RNP_ANALYSIS_OPTION unless a whole number from `least` to `most` */
export function requireWhole(
  name: string,
  value: number,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} up` : `from ${least} to ${most}`;
  throw new AnalysisError('RNP_ANALYSIS_OPTION', `is ${value}; give a whole number ${range}`, name);
}

/** @throws AnalysisError RNP_ANALYSIS_OPTION unless a finite number of at least `least`, or above it where `strictly` */
export function requireNumber(name: string, value: number, least: number, strictly = false): void {
  if (Number.isFinite(value) && (strictly ? value > least : value >= least)) return;
  const range = strictly ? `above ${least}` : `of at least ${least}`;
  throw new AnalysisError('RNP_ANALYSIS_OPTION', `is ${value}; give a number ${range}`, name);
}
