import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { encode } from 'fast-png';

/** A picture of 2 × 2 pixels. */
export const grey = (value: number): Uint8Array =>
  encode({ width: 2, height: 2, channels: 1, depth: 8, data: new Uint8Array(4).fill(value) });

/** What `pictureFolder` is asked for. */
export const options = { testFraction: 0.2, seed: 0, splits: true };

export interface FreshFolder {
  /** Of the test that runs. */
  readonly path: string;
  /** Writes a picture of one grey under each name: the grey tells which one was read. */
  put(...names: readonly string[]): Promise<void>;
}

/** A folder of its own for each test of a file. */
export function freshFolder(): FreshFolder {
  let path = '';
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'rnp-folders-'));
  });
  afterEach(() => rm(path, { recursive: true }));
  return {
    get path(): string {
      return path;
    },
    put: async (...names) => {
      for (const [at, name] of names.entries()) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        await writeFile(join(path, name), grey(at + 1));
      }
    },
  };
}
