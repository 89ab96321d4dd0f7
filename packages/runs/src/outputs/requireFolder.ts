import { stat } from 'node:fs/promises';
import { option, type Wording, worded } from '@rnp/errors';
import { UsageError } from '../errors.js';

/**
 * Sees that a folder is there or can be made, before anything is computed for it.
 *
 * @param advice what else there is to give
 * @throws UsageError where something else has its name
 */
export async function requireFolder(out: string, advice: Wording = worded`give a folder`): Promise<void> {
  const there = await stat(out).catch(() => null);
  if (there === null || there.isDirectory()) return;
  throw new UsageError(
    worded`${option('out', out)} is ${there.isFile() ? 'a file' : 'no folder'}; ${advice}`,
  );
}
