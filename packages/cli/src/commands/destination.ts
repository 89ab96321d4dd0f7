import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { UsageError } from '@rnp/runs';
import type { Destination } from '@rnp/runs/outputs';

/** Endings that are meant as such; any other point in a name, as in runs/v1.2, is a folder's. */
const fileEndings: ReadonlySet<string> = new Set(
  ['png', 'svg', 'json', 'npy', 'jpg', 'jpeg', 'gif', 'webp', 'pdf', 'html', 'txt', 'csv', 'safetensors'].map(
    (name) => `.${name}`,
  ),
);

/**
 * What `--out` asks for: a name that ends like a file is one, unless a folder of that name is there.
 *
 * @param endings of what the command writes, such as '.png'
 * @throws UsageError for a file of a kind that the command does not write
 */
export async function destinationOf(out: string, endings: readonly string[]): Promise<Destination> {
  const ending = extname(out).toLowerCase();
  if (!fileEndings.has(ending) || (await isFolder(out))) return { folder: out };
  if (!endings.includes(ending)) {
    throw new UsageError(`--out ${out}: give a folder, or a name that ends in ${anyOf(endings)}`);
  }
  return { file: out, ending };
}

/** '.svg, .png or .json' */
export function anyOf(endings: readonly string[]): string {
  return endings.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // Whatever is wrong with it is said when it is written.
    return false;
  }
}
