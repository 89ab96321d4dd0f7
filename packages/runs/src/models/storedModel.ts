import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRnpError, options, RnpError, type Wording, worded } from '@rnp/errors';
import { isFolderLocked } from '@rnp/files/node';
import { type RnpOptions, readModelConfig, rnpConfig } from '@rnp/vae';
import { hasCheckpoint, loadModelFolder, type ModelFolder } from '@rnp/vae/node';
import { isWord } from '../checks.js';
import { UsageError } from '../errors.js';
import { replacedRun } from '../record/replacedRun.js';
import { runFolder } from '../record/runFolder.js';

/**
 * Reads the files of a model, as `loadModelFolder` does. If a run or a sweep has no model there, the error
 * says what to do.
 *
 * @param path the model's folder, the folder of a run, or a model in one file
 * @throws RnpError RNP_BUSY for a run that is still training; UsageError RNP_FILE for a run that ended
 *   without a model, and for a sweep; RnpError RNP_FILE for missing files, a damaged config or weights
 *   without one; RnpError RNP_WEIGHTS for damaged weights
 */
export async function readStoredModel(path: string): Promise<ModelFolder> {
  isWord('path', path);
  try {
    const folder = await loadModelFolder(path);
    requireConfig(folder);
    return folder;
  } catch (error) {
    if (!isRnpError(error) || error.code !== 'RNP_FILE') throw unusable(error);
    throw (await withoutModel(path, error).catch(() => null)) ?? error;
  }
}

/**
 * What is thrown of the files of a model, as of files: nobody typed their config, so it is no setting of whoever names them, and damaged
 * weights and a damaged config are one mistake.
 */
export function unusable(error: unknown): unknown {
  if (!isRnpError(error) || error.code !== 'RNP_CONFIG') return error;
  return new RnpError('RNP_FILE', error.wording, { cause: error });
}

/** Sees that there is a model's config: what builds no model of it may take its settings. */
function requireConfig({ dir, files }: ModelFolder): void {
  const path = `${dir}/config.json`;
  const { kind, model } = readModelConfig(files['config.json'], path);
  if (kind !== 'rnp') return;
  try {
    rnpConfig(model as RnpOptions);
  } catch (cause) {
    throw new RnpError('RNP_FILE', (cause as Error).message, { path, cause });
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
