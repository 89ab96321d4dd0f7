import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { option, worded } from '@rnp/errors';
import { UsageError } from '../errors.js';

/**
 * Sees that a folder has no report yet, before anything is measured for one.
 *
 * @throws UsageError where one is
 */
export async function requireNoReport(dir: string): Promise<void> {
  const path = join(dir, 'report.html');
  if ((await stat(path).catch(() => null)) === null) return;
  throw new UsageError(
    worded`${path} is there already; replace it with ${option('overwrite', true)}, or choose another ${option('out')}`,
  );
}
