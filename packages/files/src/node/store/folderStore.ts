import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { check } from '../../checks.js';
import { codeOf, type FileAction, fileError } from '../fileError.js';
import { syncFolder, writeFileAtomic, writeFileIfAbsent } from '../writeFileAtomic.js';
import type { ObjectStore, StoredObject } from './objectStore.js';
import { checkKey, checkPrefix } from './storeKey.js';

/**
 * A folder as an object store: a key is a path in it. An object is written whole (`writeFileAtomic`), so that others see all of it
 * or nothing. What a killed writer leaves begins with a dot, is never listed, and is removed by a later writer of the same folder:
 * at once on the same machine, after an hour on another.
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
      check.bytes('bytes', bytes);
      await asStore('write', path, () => writeFileAtomic(path, bytes));
    },
    async putIfAbsent(key, bytes) {
      const path = pathOf(key);
      check.bytes('bytes', bytes);
      return asStore('write', path, () => writeFileIfAbsent(path, bytes));
    },
    async get(key) {
      const path = pathOf(key);
      return asStore('read', path, () => orNull(readFile(path)));
    },
    list(prefix) {
      checkPrefix(prefix);
      const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      return listed(root, folder, prefix);
    },
    async delete(key) {
      const path = pathOf(key);
      await asStore('delete', path, async () => {
        await rm(path, { force: true });
        await syncFolder(dirname(path)).catch(() => undefined);
      });
    },
  };
}

async function* listed(root: string, folder: string, prefix: string): AsyncGenerator<StoredObject> {
  const path = join(root, ...folder.split('/'));
  const entries = await asStore('list', path, () => orNull(readdir(path, { withFileTypes: true })));
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
      const held = await asStore('list', path, () => orNull(stat(join(path, entry.name))));
      if (held !== null) yield { key, bytes: held.size };
    }
  }
}

async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}

const both =
  'an object has the name of a folder: keys may not be both an object and the beginning of another key';

/** Where a store's folder means something else than any other. */
const advice: Readonly<Record<string, string>> = Object.freeze({
  EISDIR: `a folder has this name: ${both.slice(both.indexOf('keys'))}`,
  ENOTDIR: both,
  EEXIST: both,
});

/** What fails is an error of the store. */
async function asStore<T>(action: FileAction, path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    // The system's own error, which the writing of files has wrapped.
    const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
    throw fileError(code === 'RNP_FILE' ? cause : error, action, path, 'RNP_STORE', advice);
  }
}
