import { link, lstat, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { check } from '../checks.js';
import { codeOf, fileError } from './fileError.js';
import { temporariesIn, temporaryName } from './temporaryName.js';

/** The content of a file: all bytes, or piece by piece for a file larger than memory. */
export type FileContent = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Writes a file so that a reader finds the old content or the new one, never a part, also after a crash or a
 * power cut. The content goes to a temporary file beside it and is flushed to the disk; then the file is
 * renamed and the folder flushed. Missing folders are made. A replaced file keeps its permissions. Temporary
 * files of writers that ended are removed.
 *
 * @throws RnpError RNP_FILE (full or read-only disk, no permission, …); no temporary file stays behind
 */
export async function writeFileAtomic(path: string, content: FileContent): Promise<void> {
  checkFile(path, content);
  try {
    await placeFile(path, content, (temporary) => rename(temporary, path));
  } catch (cause) {
    throw fileError(cause, 'write', path);
  }
}

/**
 * Writes a file unless it exists; of several writers at once, one writes. The file is complete and flushed,
 * as with `writeFileAtomic`. It needs hard links, which some network disks lack.
 *
 * @returns whether it wrote the file
 * @throws RnpError RNP_FILE if the file cannot be written
 */
export async function writeFileIfAbsent(path: string, content: FileContent): Promise<boolean> {
  checkFile(path, content);
  try {
    // Only to spare the writing: it is link() that decides.
    if ((await stat(path).catch(nullIfMissing)) !== null) return false;
    return await placeFile(path, content, (temporary) => linked(temporary, path));
  } catch (cause) {
    throw fileError(cause, 'write', path);
  }
}

/**
 * Checks that files can be written to a folder, and makes the folder if it is missing. Call it before long
 * work.
 *
 * @throws RnpError RNP_FILE if not
 */
export async function requireWritableFolder(folder: string): Promise<void> {
  check.text('folder', folder);
  const probe = temporaryName(join(folder, 'probe'), 'tmp');
  try {
    await mkdir(folder, { recursive: true });
    await (await open(probe, 'wx')).close();
  } catch (cause) {
    throw fileError(cause, 'write', folder);
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

function checkFile(path: string, content: FileContent): void {
  check.text('path', path);
  const pieces = typeof content === 'object' && content !== null && Symbol.asyncIterator in content;
  if (!pieces) check.bytes('content', content);
}

/** A flushed temporary file, put into its place by `place`. */
async function placeFile<T>(
  path: string,
  content: FileContent,
  place: (temporary: string) => Promise<T>,
): Promise<T> {
  const folder = dirname(path);
  const temporary = temporaryName(path, 'tmp');
  try {
    await mkdir(folder, { recursive: true });
    await removeStale(folder);
    await writeNewFile(temporary, content, await permissionsOf(path));
    const outcome = await place(temporary);
    await syncFolder(folder);
    return outcome;
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** Permissions of a file that is about to be replaced; undefined where there is none. */
async function permissionsOf(path: string): Promise<number | undefined> {
  const info = await lstat(path).catch(nullIfMissing);
  return info?.isFile() ? info.mode & 0o777 : undefined;
}

/**
 * Makes room: temporary files of writers that are gone. What cannot be removed stays, and folders do: they are `replaceFolder`'s,
 * which may still need them.
 */
async function removeStale(folder: string): Promise<void> {
  const left = await temporariesIn(folder).catch(() => []);
  for (const { path, kind, stale } of left) {
    if (stale && kind === 'tmp') await rm(path, { force: true }).catch(() => undefined);
  }
}

/**
 * A file that must not exist yet, flushed to the disk.
 *
 * @param permissions whatever the process's mask; by default its mask decides
 */
export async function writeNewFile(path: string, content: FileContent, permissions?: number): Promise<void> {
  const file = await open(path, 'wx', permissions);
  try {
    // Where a disk knows no permissions, the file stays as closed as it was opened.
    if (permissions !== undefined) await file.chmod(permissions).catch(() => undefined);
    await writeFile(file, content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes renames within a folder last through a power cut, where the system can do that. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders; it keeps the order of such changes itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch (error) {
    // Some network disks cannot flush a folder.
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await folder.close();
  }
}

/** Gives a file a second name, unless there is a file of that name. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function nullIfMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
  throw error;
}
