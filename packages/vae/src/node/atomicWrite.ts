import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError } from './fileError.js';
import { temporariesOf, temporaryName } from './temporaryName.js';

/**
 * Writes a file so that a reader, also after a crash or a power cut, finds the old content or the new one,
 * never a part: into a temporary file beside it, flushed to the disk, then renamed. Missing folders are made.
 *
 * @param bytes all of them, or piece by piece for a file that is larger than memory
 * @throws ModelError RNP_FILE (full or read-only disk, no permission, …); no temporary file stays behind
 */
export async function writeFileAtomic(
  path: string,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const temporary = temporaryName(path, 'tmp');
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeNewFile(temporary, bytes);
    await rename(temporary, path);
    await syncFolder(dirname(path));
    for (const left of await temporariesOf(path)) if (left.stale) await rm(left.path, { force: true });
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw fileError(cause, 'write', path);
  }
}

/** A file that must not exist yet, flushed to the disk. */
export async function writeNewFile(
  path: string,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await writeFile(file, bytes);
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
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await folder.close();
  }
}
