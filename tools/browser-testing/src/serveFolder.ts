import { readFile } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import { mimeType } from './mimeType.js';
import { listen, type Server } from './server.js';

/**
 * Serves a folder as any static server would: a built page as its users load it.
 *
 * @param folder absolute path; `index.html` in it is the page
 * @param isolated see `listen`
 */
export async function serveFolder(
  folder: string,
  { isolated = false }: { readonly isolated?: boolean } = {},
): Promise<Server> {
  const root = normalize(folder + sep);
  return listen(async (path) => {
    const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
    if (!file.startsWith(root)) return undefined;
    const body = await readFile(file).catch(() => undefined);
    return body && { body, type: mimeType(file) };
  }, isolated);
}
