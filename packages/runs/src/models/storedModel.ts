import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRnpError, options, RnpError, type Wording, worded } from '@rnp/errors';
import { isFolderLocked } from '@rnp/files/node';
import { hasCheckpoint, loadModelFolder, type ModelFolder } from '@rnp/vae/node';
import { isWord } from '../checks.js';
import { UsageError } from '../errors.js';
import { replacedRun } from '../record/replacedRun.js';
import { runFolder } from '../record/runFolder.js';

/**
 * Reads the files of a model, as `loadModelFolder` does. A run saves its model at the end and when it is stopped: of one that has none
 * yet, and of a sweep, it is said what to do.
 *
 * @param path the model's folder, the folder of a run, or a model in one file
 * @throws RnpError RNP_BUSY for a run that is still training; UsageError RNP_FILE for one that ended without a model, and for a sweep
 * @throws RnpError as `loadModelFolder`
 */
export async function readStoredModel(path: string): Promise<ModelFolder> {
  isWord('path', path);
  try {
    return await loadModelFolder(path);
  } catch (error) {
    if (!isRnpError(error) || error.code !== 'RNP_FILE') throw error;
    throw (await withoutModel(path, error).catch(() => null)) ?? error;
  }
}

/** What is said of a folder that belongs to us and holds no model; null for any other. */
async function withoutModel(path: string, cause: unknown): Promise<RnpError | null> {
  const folder = runFolder(path);
  if (!(await isFolder(path)) || (await isFolder(folder.model))) return null;
  const refused = (complaint: string | Wording): UsageError =>
    new UsageError(complaint, { code: 'RNP_FILE', path, cause });
  if (await isThere(join(path, 'sweep.json'))) {
    return refused(`is the folder of a sweep; give that of one of its runs, in ${join(path, 'runs')}`);
  }
  const busy = await isFolderLocked(path);
  const replaced = await replacedRun(path);
  const earlier = replaced === null ? '' : `. The run that it replaces is in ${replaced} until then`;
  // A run locks its folder before it has read its data and writes the record.
  if (busy) {
    const best = (await isFolder(folder.best))
      ? `. What was best on held-out images so far is in ${folder.best}`
      : '';
    const problem = `is a run that is still training, and has no model yet. Wait for its end, or stop it, which saves one${best}${earlier}`;
    return new RnpError('RNP_BUSY', problem, { path, cause });
  }
  if (!(await isThere(folder.record))) return null;
  const problem = 'is a run that ended before it had saved a model';
  return (await hasCheckpoint(path))
    ? refused(
        worded`${problem}; training goes on from its checkpoint with ${options({ resume: true, out: path })}${earlier}`,
      )
    : refused(`${problem} or a checkpoint; train it again${earlier}`);
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}
