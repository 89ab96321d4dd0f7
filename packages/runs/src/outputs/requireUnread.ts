import { realpath } from 'node:fs/promises';
import { option, worded } from '@rnp/errors';
import { UsageError } from '../errors.js';

/**
 * Sees that no output takes the place of what it is made of, whatever may be replaced.
 *
 * @param what of the inputs: 'file' or 'folder'
 * @throws UsageError if `out` is one of the inputs, also by another path
 */
export async function requireUnread(
  out: string,
  inputs: readonly string[],
  what: 'file' | 'folder',
): Promise<void> {
  for (const input of inputs) {
    if (!(await isSame(input, out))) continue;
    throw new UsageError(worded`${option('out', out)} is the ${what} that is read; choose another name`);
  }
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => realpath(path).catch(() => null)));
  return a !== null && a === b;
}
