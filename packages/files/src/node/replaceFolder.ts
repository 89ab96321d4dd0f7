import { lstat, mkdir, readdir, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RnpError } from '@rnp/errors';
import { check } from '../checks.js';
import { codeOf, fileError } from './fileError.js';
import { temporariesOf, temporaryName } from './temporaryName.js';
import { syncFolder, writeNewFile } from './writeFileAtomic.js';

/**
 * Writes several files that belong together as one folder. All are written to a new folder beside it and
 * flushed; then the new folder takes the name, so a reader never finds old and new files together. Other
 * files in the folder stay. After a crash the old or the new folder exists, at worst under a temporary name,
 * where `standingFolder` finds it; the next call cleans up.
 *
 * @param files contents by name; names without folders
 * @throws RnpError RNP_CONFIG for an invalid name or content; RnpError RNP_FILE if the folder cannot be
 *   written; RnpError RNP_BUSY if another process keeps writing there. The previous files are still there
 */
export async function replaceFolder(dir: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  check.text('dir', dir);
  check.object('files', files);
  for (const [name, bytes] of Object.entries(files)) {
    if (name !== basename(name) || name === '..') {
      throw new RnpError('RNP_CONFIG', 'is no name of a file in the folder', { path: `files.${name}` });
    }
    check.bytes(`files.${name}`, bytes);
  }
  let temporary: string | undefined;
  try {
    // A link stays a link: what it points to is replaced.
    const place = await realpath(dir).catch(() => resolve(dir));
    await mkdir(dirname(place), { recursive: true });
    // A file of that name would be renamed away just as well.
    if (await isFile(place)) throw notFolder(place);
    await tidy(place, Object.keys(files));
    temporary = temporaryName(place, 'tmp');
    await mkdir(temporary);
    for (const [name, bytes] of Object.entries(files)) {
      await writeNewFile(join(temporary, name), bytes);
    }
    await syncFolder(temporary);
    await swap(place, temporary, Object.keys(files));
  } catch (cause) {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw fileError(cause, 'write', dir);
  }
}

/**
 * The path at which a folder of `replaceFolder` can be read now: `dir` itself, or a temporary name if a
 * crash, or a writer at this moment, left it there. Undefined if there is no folder.
 *
 * @throws RnpError RNP_FILE if its parent folder cannot be read
 */
export async function standingFolder(dir: string): Promise<string | undefined> {
  check.text('dir', dir);
  try {
    if (await exists(dir)) return dir;
    const old = (await temporariesOf(resolve(dir))).find(({ kind }) => kind === 'old');
    if (old !== undefined) return old.path;
    // A writer may have finished between the two looks.
    return (await exists(dir)) ? dir : undefined;
  } catch (cause) {
    throw fileError(cause, 'read', dir);
  }
}

/** How often a swap is tried again because another writer was in the middle of his own. */
const maxSwaps = 20;

async function swap(place: string, temporary: string, names: readonly string[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    // Windows and Linux have no common way to exchange two folders, so for a moment there is only the old name.
    const old = temporaryName(place, 'old');
    const replaced = await renamed(place, old, ['ENOENT']);
    const done = await renamed(temporary, place, ['ENOTEMPTY', 'EEXIST']).catch(async (error: unknown) => {
      if (replaced) await renamed(old, place, ['ENOTEMPTY', 'EEXIST']);
      throw error;
    });
    if (done) await syncFolder(dirname(place));
    // Another writer may move the new folder away under our hands; he or the next call tidies up then.
    if (replaced) await retire(old, place, names).catch(unless(['ENOENT', 'ENOTEMPTY']));
    if (done) return;
    if (attempt === maxSwaps) {
      const problem = 'another run keeps writing here; let only one write to a folder';
      throw new RnpError('RNP_BUSY', problem, { path: place });
    }
  }
}

/** @returns whether it was renamed; false after one of the failures that are `expected` */
function renamed(from: string, to: string, expected: readonly string[]): Promise<boolean> {
  return rename(from, to).then(() => true, unless(expected));
}

/** False for failures with one of these codes; others are thrown. */
function unless(codes: readonly string[]): (error: unknown) => false {
  return (error) => {
    if (codes.includes(codeOf(error) ?? '')) return false;
    throw error;
  };
}

/** Finishes or undoes what a process that died left. */
async function tidy(place: string, names: readonly string[]): Promise<void> {
  for (const { path, kind, stale } of await temporariesOf(place)) {
    if (!stale) continue;
    if (kind === 'tmp') await rm(path, { recursive: true, force: true });
    else if (await exists(place)) await retire(path, place, names);
    else await rename(path, place);
  }
}

/** Empties a replaced folder: what was replaced goes, what else was in it moves on. */
async function retire(old: string, place: string, names: readonly string[]): Promise<void> {
  for (const name of await readdir(old)) {
    if (names.includes(name) || (await exists(join(place, name)))) {
      await rm(join(old, name), { recursive: true, force: true });
    } else {
      await rename(join(old, name), join(place, name));
    }
  }
  await rmdir(old);
}

function notFolder(path: string): RnpError {
  const problem = 'a file stands where a folder is needed. Move it away, or choose another folder';
  return new RnpError('RNP_FILE', problem, { path });
}

function isFile(path: string): Promise<boolean> {
  return lstat(path).then((info) => !info.isDirectory(), unless(['ENOENT']));
}

function exists(path: string): Promise<boolean> {
  // ENOTDIR: a part of the path is a file, so there is nothing either.
  return lstat(path).then(() => true, unless(['ENOENT', 'ENOTDIR']));
}
