import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { option, worded } from '@rnp/errors';
import { hasCheckpoint } from '@rnp/vae/node';
import { UsageError } from '../errors.js';
import { runFolder } from '../record/runFolder.js';
import { meantWords } from '../words/didYouMean.js';
import { meantBeside } from '../words/meantBeside.js';

/**
 * Sees that there is a run to go on with, before a folder is made for it.
 *
 * @throws UsageError with the folder that may have been meant
 */
export async function requireRun(dir: string): Promise<void> {
  const isFolder = await stat(dir).then(
    (info) => info.isDirectory(),
    () => false,
  );
  // Whatever else lies there: only a folder with one of these can be gone on with.
  if (isFolder && (existsSync(runFolder(dir).record) || (await hasCheckpoint(dir)))) return;
  const meant = isFolder ? '' : meantWords(meantBeside(dir, 'folder'));
  if (meant !== '') throw new UsageError(`there is no run in ${dir}${meant}`);
  throw new UsageError(worded`there is no run in ${dir}; train without ${option('resume')}`);
}
