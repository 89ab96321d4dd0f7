import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ObjectStore, openStore } from '../../../src/node/index.js';
import { temporaryName } from '../../../src/node/temporaryName.js';
import { keysIn, objectStoreLaws, text } from './objectStoreLaws.js';

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnp-store-'));
  store = await openStore(join(folder, 'objects'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('a folder', () => {
  objectStoreLaws(async () => store);

  test('holds objects and nothing else', async () => {
    await Promise.all([1, 2].map((value) => store.put('a/b', new Uint8Array(100_000).fill(value))));
    await store.putIfAbsent('a/c', text('x'));
    expect(await readdir(join(folder, 'objects/a'))).toEqual(['b', 'c']);
  });

  test('what a killed writer left is not listed, and goes', async () => {
    await mkdir(join(folder, 'objects'));
    const left = (key: string, pid: number): string =>
      temporaryName(join(folder, 'objects', key), 'tmp', pid);
    const here = left('b', 99_999_999);
    const elsewhere = ['0123456789abcdef0123', '1123456789abcdef0123'].map((other) =>
      left('c', 99_999_999).replace(/[0-9a-f]{20}$/, other),
    );
    for (const path of [here, ...elsewhere]) await writeFile(path, 'half');
    // Of another machine only the age tells.
    const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    await utimes(elsewhere[0]!, longAgo, longAgo);
    expect(await keysIn(store, '')).toEqual([]);
    await store.put('a', text('whole'));
    expect((await readdir(join(folder, 'objects'))).sort()).toEqual([basename(elsewhere[1]!), 'a']);
    expect(await keysIn(store, '')).toEqual(['a']);
  });

  test('a key that would be both an object and a folder', async () => {
    await store.put('a', text('x'));
    await expect(store.put('a/b', text('x'))).rejects.toThrow('may not be both');
    await expect(store.putIfAbsent('a/b', text('x'))).rejects.toThrow('may not be both');
    await store.put('c/d', text('x'));
    await expect(store.put('c', text('x'))).rejects.toMatchObject({
      code: 'RNP_STORE',
      message: expect.stringContaining('may not be both'),
    });
  });
});

describe('addresses', () => {
  test('are paths and file: addresses', async () => {
    await store.put('a', text('x'));
    const same = await openStore(pathToFileURL(join(folder, 'objects')).href);
    expect(await same.get('a')).not.toBeNull();
  });

  test('of other kinds are errors that say what to give', async () => {
    await expect(openStore('ftp://host/runs')).rejects.toThrow(/no object store for ftp:.*file:\/\/\/shared/);
    await expect(openStore('file://host/runs')).rejects.toThrow(/three slashes/);
    await expect(openStore('')).rejects.toThrow(/needs an address/);
  });
});

const asRoot = process.getuid?.() === 0;
(asRoot ? test.skip : test)('a folder that may not be written to says so', async () => {
  await mkdir(join(folder, 'objects'));
  await chmod(join(folder, 'objects'), 0o555);
  await expect(store.put('a', text('x'))).rejects.toThrow('permission is denied');
});

// Files may grow no further than a kilobyte, as where the disk is full; Linux counts the limit so.
(process.platform === 'linux' ? test : test.skip)(
  'what does not fit is an error, and leaves nothing',
  async () => {
    await store.put('a', text('old'));
    const source = `
    import { openStore } from '@rnp/files/node';
    const store = await openStore(${JSON.stringify(store.address)});
    for (const write of ['put', 'putIfAbsent']) {
      await store[write](write === 'put' ? 'a' : 'b', new Uint8Array(100_000)).catch(({ code }) => console.log(code));
    }`;
    const limited = 'trap "" XFSZ; ulimit -f 1; exec "$0" --input-type=module --eval "$1"';
    const printed = execFileSync('sh', ['-c', limited, process.execPath, source], {
      cwd: fileURLToPath(new URL('../../../', import.meta.url)),
      encoding: 'utf8',
    });
    expect(printed).toBe('RNP_STORE\nRNP_STORE\n');
    expect(await readdir(join(folder, 'objects'))).toEqual(['a']);
    expect(await store.get('a')).toEqual(Buffer.from('old'));
  },
);
