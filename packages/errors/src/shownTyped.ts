import { RnpError } from './rnpError.js';
import { cut, shown } from './shown.js';

/**
 * A text that somebody typed, as an error shows it: short, and in quotes only where one would not see where it begins and ends.
 *
 * @throws RnpError `RNP_CONFIG` for what is no text
 */
export function shownTyped(text: string): string {
  if (typeof text !== 'string') {
    throw new RnpError('RNP_CONFIG', `must be a string, not ${shown(text)}`, { path: 'text' });
  }
  return /^[^\s"\p{C}]+$/u.test(text) ? cut(text) : JSON.stringify(cut(text));
}
