import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadMnist } from '../../src/node/index.js';
import { keepFile, requireWritable } from '../../src/node/keepFile.js';
import { failureOf } from '../codeOf.js';
import { contents, manifestOf } from './mirror.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rnp-write-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

describe('keepFile', () => {
  test('makes the folders and replaces what was there', async () => {
    const path = join(dir, 'a', 'b', 'file');
    await keepFile(path, Uint8Array.of(1, 2));
    await keepFile(path, Uint8Array.of(3));
    expect([...(await readFile(path))]).toEqual([3]);
    expect(await readdir(join(dir, 'a', 'b'))).toEqual(['file']);
  });

  test('a failure, also at the last step, is typed and leaves nothing behind', async () => {
    await mkdir(join(dir, 'file', 'occupied'), { recursive: true });
    const error = await failureOf(keepFile(join(dir, 'file'), Uint8Array.of(1)));
    expect(error).toMatchObject({ code: 'RNP_FILE', path: join(dir, 'file') });
    expect(error.message).toContain('RNP_DATA_DIR');
    expect(await readdir(dir)).toEqual(['file']);

    await writeFile(join(dir, 'plain'), '');
    expect((await failureOf(keepFile(join(dir, 'plain', 'x'), Uint8Array.of(1)))).code).toBe('RNP_FILE');
    expect((await failureOf(requireWritable(join(dir, 'plain', 'x')))).code).toBe('RNP_FILE');
  });
});

describe('a read-only folder', () => {
  // Root may write everywhere, so there is nothing to see for it.
  const isRoot = process.getuid?.() === 0 || process.platform === 'win32';
  if (isRoot) console.log('skipped: read-only folders cannot be made for this user');
  (isRoot ? test.skip : test)('serves what it holds and says so when it cannot take more', async () => {
    const folder = join(dir, 'tiny-files');
    await mkdir(folder);
    for (const name of ['test-images.gz', 'test-labels.gz']) {
      await writeFile(join(folder, name), gzipSync(contents.get(name)!));
    }
    await chmod(folder, 0o555);
    const manifest = manifestOf(['https://example.invalid/']);
    expect((await loadMnist({ split: 'test', dataDir: dir, manifest })).length).toBe(2);
    // Found out before anything is downloaded.
    expect((await failureOf(loadMnist({ split: 'train', dataDir: dir, manifest }))).code).toBe('RNP_FILE');
    await chmod(folder, 0o755);
  });
});
