import { backendNames } from '@rnp/backend';
import { areWords } from '../checks.js';
import { UsageError } from '../errors.js';
import { didYouMean } from '../words/didYouMean.js';

/**
 * Checks that every name is that of a backend, before anything is loaded.
 *
 * @returns the names
 * @throws UsageError RNP_BACKEND_UNKNOWN for another name
 */
export function requireBackendNames(names: readonly string[]): readonly string[] {
  areWords('names', names);
  for (const name of names) {
    if (backendNames.some((known) => known === name)) continue;
    const meant = didYouMean(name, backendNames);
    throw new UsageError(
      `no backend is called '${name}'${meant === '' ? `; known are ${backendNames.join(', ')}` : meant}`,
      { code: 'RNP_BACKEND_UNKNOWN' },
    );
  }
  return names;
}
