import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compiledSources } from '@rnp-tools/testing/childProcess';

const src = join(import.meta.dirname, '../../src');

/** This package's sources as JavaScript in a folder. @returns the address of `node/index.js` */
export async function ownSources(folder: string): Promise<string> {
  const names = await readdir(src, { recursive: true });
  return compiledSources(
    folder,
    src,
    names.filter((name) => name.endsWith('.ts')),
  );
}
