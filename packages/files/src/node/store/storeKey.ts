import { RnpError } from '@rnp/errors';
import { check } from '../../checks.js';

/**
 * Checks a key. A part that begins with a dot is refused: that bars `..`, and leaves such names to the store's own temporary files.
 *
 * @throws RnpError RNP_STORE
 */
export function checkKey(key: string): void {
  check.text('key', key);
  const part = '[A-Za-z0-9_-][A-Za-z0-9._-]*';
  if (key.length <= 512 && new RegExp(`^${part}(/${part})*$`).test(key)) return;
  throw new RnpError(
    'RNP_STORE',
    `${JSON.stringify(key.slice(0, 100))} is no key of an object: 1 to 512 of A-Z a-z 0-9 . _ - in parts between single slashes, none beginning with a dot`,
  );
}

/**
 * Checks the beginning of a key, which may end anywhere.
 *
 * @throws RnpError RNP_STORE
 */
export function checkPrefix(prefix: string): void {
  check.text('prefix', prefix);
  if (prefix === '') return;
  checkKey(prefix.endsWith('/') ? prefix.slice(0, -1) : prefix);
}
