import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { type Mirror, startMirror } from './mirror.js';

/** An empty data folder and any number of mirrors for each test; all are gone after it. */
export interface Cache {
  readonly dataDir: string;
  /** Where the tiny data set of `manifestOf` lies in it. */
  readonly folder: string;
  mirror(listener: RequestListener): Promise<Mirror>;
  /** Puts a file into the cache. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  filesHeld(): Promise<string[]>;
}

export function eachWithCache(): Cache {
  let dataDir = '';
  const mirrors: Mirror[] = [];
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'rnp-datasets-'));
  });
  afterEach(async () => {
    await Promise.all(mirrors.splice(0).map((mirror) => mirror.close()));
    await rm(dataDir, { recursive: true });
  });
  const folder = (): string => join(dataDir, 'tiny-files');
  return {
    get dataDir() {
      return dataDir;
    },
    get folder() {
      return folder();
    },
    mirror: async (listener) => {
      const started = await startMirror(listener);
      mirrors.push(started);
      return started;
    },
    put: async (name, bytes) => {
      await mkdir(folder(), { recursive: true });
      await writeFile(join(folder(), name), bytes);
    },
    filesHeld: () => readdir(folder()).catch(() => []),
  };
}

/** A mirror that answers everything with these bytes. */
export const sends =
  (bytes: Uint8Array, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(200, headers).end(bytes);
