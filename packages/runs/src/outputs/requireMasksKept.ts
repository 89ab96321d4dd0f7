import { option, worded } from '@rnp/errors';
import { UsageError } from '../errors.js';
import type { Destination } from './writeOutputs.js';

/**
 * Sees that masks that are asked for are kept: a single picture has none.
 *
 * @param destination of the outputs; null where no file is written
 * @throws UsageError for a file other than `.json`
 */
export function requireMasksKept(destination: Destination | null): void {
  if (destination === null || 'folder' in destination || destination.ending === '.json') return;
  const { file } = destination;
  throw new UsageError(
    worded`${option('masks', true)} is for tree.json and masks.png, and ${option('out', file)} is one other file; give a folder, or a name that ends in .json`,
  );
}
