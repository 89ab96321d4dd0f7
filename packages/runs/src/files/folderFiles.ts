import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from '@rnp/files/node';

/** What lies in a folder; nothing where there is no such folder, or a file. */
export function namesIn(dir: string): Promise<readonly string[]> {
  return readdir(dir).catch((error: { readonly code?: string }) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
}

/** Moves files from one folder to another, one after the other: a crash in between leaves each in one of them. */
export async function moveFiles(from: string, to: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rename(join(from, name), join(to, name));
}

/** Changes files of a folder. @throws RnpError RNP_FILE naming the folder, of what the system refuses */
export async function writing<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw fileError(cause, 'write', path);
  }
}
