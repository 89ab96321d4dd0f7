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
  throw new AnalysisError('RNP_ANALYSIS_OPTION', `is ${shown(value)}; give a whole number ${range}`, name);
}

/** @throws AnalysisError RNP_ANALYSIS_OPTION unless a finite number of at least `least`, or above it where `strictly`, and at most `most` */
export function requireNumber(
  name: string,
  value: number,
  least: number,
  {
    strictly = false,
    most = Number.POSITIVE_INFINITY,
  }: { readonly strictly?: boolean; readonly most?: number } = {},
): void {
  if (Number.isFinite(value) && (strictly ? value > least : value >= least) && value <= most) return;
  const range = `${strictly ? `above ${least}` : `of at least ${least}`}${Number.isFinite(most) ? ` and at most ${most}` : ''}`;
  throw new AnalysisError('RNP_ANALYSIS_OPTION', `is ${shown(value)}; give a number ${range}`, name);
}

/**
 * Options with their defaults; one that is undefined counts as left out.
 *
 * @param needed names without a default that must be there
 * @throws AnalysisError RNP_ANALYSIS_OPTION for what is no object, a name that there is not, and one that is missing
 */
export function readOptions<D extends object, O extends object>(
  options: O,
  defaults: D,
  needed: readonly string[] = [],
  more: readonly string[] = [],
): D & O {
  requireObject('options', options);
  const names = [...Object.keys(defaults), ...needed, ...more];
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name] of given) {
    if (!names.includes(name)) {
      throw new AnalysisError('RNP_ANALYSIS_OPTION', `is unknown; there are ${names.join(', ')}`, name);
    }
  }
  for (const name of needed) {
    if (!given.some(([one]) => one === name))
      throw new AnalysisError('RNP_ANALYSIS_OPTION', 'is missing; give it', name);
  }
  return { ...defaults, ...Object.fromEntries(given) } as D & O;
}

/** @throws AnalysisError RNP_ANALYSIS_OPTION */
export function requireObject(name: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new AnalysisError('RNP_ANALYSIS_OPTION', `is ${shown(value)}; give an object`, name);
}

/** A value as an error names it. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? `the string ${JSON.stringify(value.slice(0, 40))}` : String(value);
}
