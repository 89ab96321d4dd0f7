import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { option, worded } from '@rnp/errors';
import { UsageError } from '../errors.js';
import { moveFiles, namesIn, writing } from '../files/folderFiles.js';
import { clearCorpus, holdsCorpus, isOfCorpusName, manifestName, progressName } from './corpusFolder.js';

// A corpus that is being replaced waits in a folder of the new one's, under the same lock, until the new one is whole. While its files are on
// their way, that folder has another name: what a crash has cut short is told by it.

const waitingName = 'replaced-corpus';
const movingName = 'replaced-corpus.moving';

/** The folder of the corpus that was set aside; null where there is none, or something else has its name. */
export async function replacedCorpus(dir: string): Promise<string | null> {
  const path = join(dir, waitingName);
  return (await isOurs(path)) && (await namesIn(path)).length > 0 ? path : null;
}

/**
 * Sets a corpus aside, so that another one may have its folder. One that waits already stays: what is here then is not whole, and goes.
 *
 * @returns where it waits
 */
export async function setCorpusAside(dir: string): Promise<string> {
  const path = join(dir, waitingName);
  return writing(path, async () => {
    const whole = (await namesIn(dir)).includes(manifestName);
    if ((await replacedCorpus(dir)) !== null) {
      if (!whole) {
        await clearCorpus(dir);
        return path;
      }
      await clearReplacedCorpus(dir);
    }
    if ((await namesIn(path)).length > 0) {
      throw new UsageError(
        worded`${path} holds files of no corpus; move it away, or choose another folder with ${option('out')}`,
      );
    }
    const moving = join(dir, movingName);
    await mkdir(moving);
    await moveAll(dir, moving);
    await rename(moving, path);
    return path;
  });
}

/** Puts the corpus back that was set aside; what the one after it left goes. */
export async function putCorpusBack(dir: string): Promise<void> {
  await writing(dir, async () => {
    const moving = join(dir, movingName);
    if ((await replacedCorpus(dir)) !== null) {
      // First what says that there is one: a crash here leaves no corpus that would be taken for one.
      for (const head of [manifestName, progressName])
        await rm(join(dir, head), { recursive: true, force: true });
      await clearCorpus(dir);
      await rename(join(dir, waitingName), moving);
    }
    await moveAll(moving, dir);
    await rmdir(moving);
  });
}

/**
 * Finishes what a process that died left: a corpus that was on its way aside or back is put back, and so is one whose successor had not begun. One
 * that had goes on: it may know at which image everything died.
 *
 * @returns whether one was put back
 */
export async function recoverCorpus(dir: string): Promise<boolean> {
  const cut = await isOurs(join(dir, movingName));
  const alone = (await replacedCorpus(dir)) !== null && !(await holdsCorpus(dir));
  if (!cut && !alone) return false;
  await putCorpusBack(dir);
  return true;
}

/** Removes the corpus that was set aside. */
export async function clearReplacedCorpus(dir: string): Promise<void> {
  const path = await replacedCorpus(dir);
  if (path === null) return;
  await clearCorpus(path);
  await rmdir(path).catch(() => undefined);
}

/** Whether a folder holds a corpus's files and no others. */
async function isOurs(path: string): Promise<boolean> {
  const names = await readdir(path).catch(() => null);
  return names?.every(isOfCorpusName) === true;
}

async function moveAll(from: string, to: string): Promise<void> {
  await moveFiles(from, to, (await namesIn(from)).filter(isOfCorpusName));
}
