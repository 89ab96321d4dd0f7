import { check } from '../checks.js';

/** Of any model. */
const maxDepth = 16;

/**
 * The names of the levels, top level first: 'parts', 'subparts', 'level 3', …
 *
 * @param depth number of levels, 0 to 16
 * @throws RnpError RNP_CONFIG for another number
 */
export function levelNames(depth: number): readonly string[] {
  check.wholeNumber('depth', depth, 0, maxDepth);
  const names = ['parts', 'subparts'];
  return Array.from({ length: depth }, (_, level) => names[level] ?? `level ${level + 1}`);
}
