import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DatasetError } from '../errors.js';

/** A temporary file this old belongs to a process that died: writing takes seconds. */
const staleAfterMs = 60 * 60 * 1000;

/**
 * Writes a file so that others see either nothing or all of it: into a temporary file beside it, flushed to
 * the disk, then renamed. Temporary files that an earlier, killed run left for the same target are removed.
 *
 * @throws DatasetError `RNP_DATA_WRITE` (read-only folder, full disk); no temporary file stays behind
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await removeStale(path);
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(path, cause);
  }
}

/**
 * Makes the folder and sees that it takes files, so that a read-only one is found before a long download.
 *
 * @throws DatasetError `RNP_DATA_WRITE`
 */
export async function requireWritable(path: string): Promise<void> {
  const probe = join(
    dirname(path),
    `.${basename(path)}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    await mkdir(dirname(path), { recursive: true });
    await (await open(probe, 'wx')).close();
  } catch (cause) {
    throw writeError(path, cause);
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

async function removeStale(path: string): Promise<void> {
  const prefix = `.${basename(path)}.`;
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix) || !/^\d+-[0-9a-f]{12}\.tmp$/.test(name.slice(prefix.length))) continue;
    const temporary = join(folder, name);
    // Another process may remove it first; either way it is gone.
    const age = await stat(temporary).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > staleAfterMs) await rm(temporary, { force: true });
  }
}

function writeError(path: string, cause: unknown): DatasetError {
  const reason = cause instanceof Error ? cause.message : String((cause as { code?: unknown }).code ?? cause);
  return new DatasetError(
    'RNP_DATA_WRITE',
    `cannot write ${path} (${reason}). Make room or choose a folder you may write to: set RNP_DATA_DIR or pass dataDir`,
    { path, cause },
  );
}
