import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { moveFiles, namesIn, writing } from '../files/folderFiles.js';
import { clearRun, holdsWorth, recordName, runNames } from './runFolder.js';

// A run that is being replaced waits in a folder of the new one's, under the same lock, until the new one has ended. Its `run.json` moves
// last on the way in and first on the way out: where it stands tells what a crash has cut short.

const pattern = /^replaced-run(?:-(\d+))?$/;

interface Replaced {
  readonly path: string;
  readonly names: readonly string[];
  readonly number: number;
}

/** The folder of the run that was last set aside, a run's folder like any; null where there is none. */
export async function replacedRun(dir: string): Promise<string | null> {
  return (await replacedRuns(dir)).find(({ names }) => names.includes(recordName))?.path ?? null;
}

/**
 * Sets a run aside, so that another one may have its folder.
 *
 * @param names of its files
 * @returns where it waits
 */
export async function setRunAside(dir: string, names: readonly string[]): Promise<string> {
  const taken = (await namesIn(dir)).flatMap((name) => numberOf(name) ?? []);
  const number = Math.max(0, ...taken) + 1;
  const path = join(dir, number === 1 ? 'replaced-run' : `replaced-run-${number}`);
  return writing(path, async () => {
    await mkdir(path);
    await moveFiles(dir, path, [...names.filter((name) => name !== recordName), recordName]);
    return path;
  });
}

/** Puts the run back that was last set aside; what the one after it left goes. */
export async function putRunBack(dir: string): Promise<void> {
  const [newest] = await replacedRuns(dir);
  if (newest === undefined) return;
  const { path, names } = newest;
  await writing(dir, async () => {
    if (names.includes(recordName)) {
      const there = (await namesIn(dir)).filter((name) => runNames.includes(name));
      await clearRun(dir, [recordName, ...there]);
    }
    await moveFiles(path, dir, [
      ...names.filter((name) => name === recordName),
      ...names.filter((name) => name !== recordName),
    ]);
    await rmdir(path);
  });
}

/**
 * Finishes what a process that died left: a run that was on its way aside or back is put back, and so is one whose successor has saved nothing
 * worth keeping.
 *
 * @returns whether a run was put back
 */
export async function recoverReplaced(dir: string): Promise<boolean> {
  if (!(await mayRecover(dir))) return false;
  await putRunBack(dir);
  return true;
}

/** Whether a run is to be put back, for who has not locked the folder: a living process may be about to do so, or to save something. */
export async function mayRecover(dir: string): Promise<boolean> {
  const [newest] = await replacedRuns(dir);
  return newest !== undefined && !(newest.names.includes(recordName) && (await holdsWorth(dir)));
}

/** Removes the runs that were set aside; files that are none of theirs stay. */
export async function clearReplaced(dir: string): Promise<void> {
  for (const { path, names } of await replacedRuns(dir)) {
    await clearRun(path, [...names.filter((name) => name !== recordName), recordName]);
    await rmdir(path).catch(() => undefined);
  }
}

/** From the newest on. A folder of that name that holds no run is somebody else's. */
async function replacedRuns(dir: string): Promise<readonly Replaced[]> {
  const entries = await namesIn(dir);
  const found: Replaced[] = [];
  for (const entry of entries) {
    const number = numberOf(entry);
    if (number === null) continue;
    const path = join(dir, entry);
    const all = await namesIn(path);
    const names = all.filter((name) => runNames.includes(name));
    // On its way aside or back: the rest of it is here.
    const cutShort = names.length === all.length && entries.includes(recordName);
    if (names.includes(recordName) || cutShort) found.push({ path, names, number });
  }
  return found.sort((a, b) => b.number - a.number);
}

function numberOf(name: string): number | null {
  const match = pattern.exec(name);
  return match === null ? null : Number(match[1] ?? 1);
}
