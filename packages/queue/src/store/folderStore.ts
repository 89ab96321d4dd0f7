import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreError } from '../errors.js';
import type { ObjectStore, StoredObject } from './objectStore.js';
import { checkKey, checkPrefix } from './storeKey.js';

/** A temporary file this old belongs to a process that died: writing takes seconds. */
const staleAfterMs = 60 * 60 * 1000;

/**
 * A folder as an object store: a key is a path in it. An object is written beside its place, flushed to the disk, and then moved
 * there in one step, so that others see all of it or nothing. What a killed writer leaves begins with a dot, is never listed, and is
 * removed by a later writer of the same folder after an hour.
 */
export function folderStore(root: string): ObjectStore {
  const pathOf = (key: string): string => {
    checkKey(key);
    return join(root, ...key.split('/'));
  };
  return {
    address: root,
    async put(key, bytes) {
      const path = pathOf(key);
      await asStore(`write ${path}`, () => placed(path, bytes, (temporary) => rename(temporary, path)));
    },
    async putIfAbsent(key, bytes) {
      const path = pathOf(key);
      return asStore(`write ${path}`, async () => {
        // Only to spare the writing: it is link() that decides.
        if (await exists(path)) return false;
        return placed(path, bytes, (temporary) => linked(temporary, path));
      });
    },
    async get(key) {
      const path = pathOf(key);
      return asStore(`read ${path}`, () => orNull(readFile(path)));
    },
    list(prefix) {
      checkPrefix(prefix);
      const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      return listed(root, folder, prefix);
    },
    async delete(key) {
      const path = pathOf(key);
      await asStore(`delete ${path}`, async () => {
        await rm(path, { force: true });
        await flushFolder(dirname(path)).catch(() => undefined);
      });
    },
  };
}

async function placed<T>(
  path: string,
  bytes: Uint8Array,
  place: (temporary: string) => Promise<T>,
): Promise<T> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  await removeStale(folder);
  const temporary = join(folder, `.${process.pid}-${randomBytes(8).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    const outcome = await place(temporary);
    await flushFolder(folder);
    return outcome;
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
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

/** A name is durable once its folder is flushed, too. */
async function flushFolder(folder: string): Promise<void> {
  // Windows opens no folders, and needs no flush of them.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* listed(root: string, folder: string, prefix: string): AsyncGenerator<StoredObject> {
  const path = join(root, ...folder.split('/'));
  const entries = await asStore(`list ${path}`, () => orNull(readdir(path, { withFileTypes: true })));
  // In the order of whole keys a folder stands where its name with a slash does.
  const found = (entries ?? [])
    .filter(({ name }) => !name.startsWith('.'))
    .map((entry) => ({ entry, key: `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const { entry, key } of found) {
    if (!key.startsWith(prefix)) continue;
    if (entry.isDirectory()) yield* listed(root, key, '');
    else if (entry.isFile()) {
      // It may be deleted meanwhile.
      const held = await asStore(`list ${path}`, () => orNull(stat(join(path, entry.name))));
      if (held !== null) yield { key, bytes: held.size };
    }
  }
}

async function removeStale(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^\.\d+-[0-9a-f]{16}\.tmp$/.test(name)) continue;
    const path = join(folder, name);
    // Another process may remove it first; either way it is gone.
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > staleAfterMs) await rm(path, { force: true });
  }
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

const exists = async (path: string): Promise<boolean> => (await orNull(stat(path))) !== null;

async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}

const advice: Readonly<Record<string, string>> = Object.freeze({
  ENOSPC: 'the disk is full: make room and try again',
  EDQUOT: 'the quota is used up: make room and try again',
  EFBIG: 'the object is larger than files may be there',
  EACCES: 'choose a folder that you may write to',
  EPERM: 'choose a folder that you may write to',
  EROFS: 'the folder is read-only: choose another one',
  EISDIR: 'a folder has this name: keys may not be both an object and the beginning of another key',
  ENOTDIR:
    'an object has the name of a folder: keys may not be both an object and the beginning of another key',
  EEXIST:
    'an object has the name of a folder: keys may not be both an object and the beginning of another key',
});

async function asStore<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    const code = String(codeOf(cause) ?? '');
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(
      `cannot ${what} (${message}): ${advice[code] ?? 'look whether the folder is still there'}`,
      {
        cause,
      },
    );
  }
}
