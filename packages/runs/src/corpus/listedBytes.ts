import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { readFileBounded } from '@rnp/images/node';

/**
 * The file of a listed image; null where it cannot be read or, by way of a link, lies outside the folder. Both are one answer:
 * whoever may name images learns nothing of files elsewhere.
 */
export async function listedBytes(folder: string, path: string): Promise<Uint8Array | null> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    if (!liesIn(root, file)) return null;
    return await readFileBounded(file);
  } catch {
    return null;
  }
}

/** Whether a path is below a folder, or that folder; both without links. */
export function liesIn(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}
