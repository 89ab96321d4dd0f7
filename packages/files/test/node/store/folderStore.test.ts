import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ObjectStore, openStore } from '../../../src/node/index.js';
import { temporaryName } from '../../../src/node/temporaryName.js';

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnp-store-'));
  store = await openStore(join(folder, 'objects'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const read = async (key: string): Promise<string | null> => {
  const bytes = await store.get(key);
  return bytes === null ? null : new TextDecoder().decode(bytes);
};
const keys = async (prefix: string): Promise<string[]> => {
  const found: string[] = [];
  for await (const { key } of store.list(prefix)) found.push(key);
  return found;
};

describe('objects', () => {
  test('are written, written anew, read and deleted', async () => {
    expect(await store.get('runs/a/config.json')).toBeNull();
    await store.put('runs/a/config.json', text('one'));
    await store.put('runs/a/config.json', text('two'));
    expect(await read('runs/a/config.json')).toBe('two');
    await store.delete('runs/a/config.json');
    await store.delete('runs/a/config.json');
    expect(await store.get('runs/a/config.json')).toBeNull();
  });

  test('of many that put one if it is absent, one does, and the object is whole', async () => {
    const writers = Array.from({ length: 20 }, (_, i) => new Uint8Array(50_000).fill(i));
    const did = await Promise.all(writers.map((bytes) => store.putIfAbsent('once', bytes)));
    expect(did.filter(Boolean)).toHaveLength(1);
    const held = await store.get('once');
    expect(held).toHaveLength(50_000);
    expect(new Set(held)).toEqual(new Set([did.indexOf(true)]));
    expect(await readdir(join(folder, 'objects'))).toEqual(['once']);
  });

  test('many writers of one key leave one of the contents, whole', async () => {
    await Promise.all([1, 2, 3, 4].map((value) => store.put('a/b', new Uint8Array(100_000).fill(value))));
    expect(new Set(await store.get('a/b')).size).toBe(1);
    expect(await readdir(join(folder, 'objects/a'))).toEqual(['b']);
  });

  test('are listed by the beginning of their keys, in the order of their keys', async () => {
    for (const key of ['b', 'a/z', 'a/b/c', 'a-b', 'ab/c']) await store.put(key, text(key));
    expect(await keys('')).toEqual(['a-b', 'a/b/c', 'a/z', 'ab/c', 'b']);
    expect(await keys('a')).toEqual(['a-b', 'a/b/c', 'a/z', 'ab/c']);
    expect(await keys('a/')).toEqual(['a/b/c', 'a/z']);
    expect(await keys('a/b')).toEqual(['a/b/c']);
    expect(await keys('none/')).toEqual([]);
    for await (const found of store.list('a/b/c')) expect(found).toEqual({ key: 'a/b/c', bytes: 5 });
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
    expect(await keys('')).toEqual([]);
    await store.put('a', text('whole'));
    expect((await readdir(join(folder, 'objects'))).sort()).toEqual([basename(elsewhere[1]!), 'a']);
    expect(await keys('')).toEqual(['a']);
  });
});

describe('refuses', () => {
  test.each([
    '',
    '/etc/passwd',
    'a/../../b',
    '..',
    '.hidden',
    'a/.99-0123456789abcdef.tmp',
    'a//b',
    'a/',
    'a b',
    'a\\b',
    'a\u0000',
    'ä',
    'k'.repeat(513),
  ])('the key %j', async (key) => {
    for (const attempt of [
      () => store.put(key, text('x')),
      () => store.putIfAbsent(key, text('x')),
      () => store.get(key),
      () => store.delete(key),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ name: 'FileError', code: 'RNP_STORE' });
    }
  });

  test('prefixes that lead out of it', () => {
    for (const prefix of ['../', '/', 'a/../']) expect(() => store.list(prefix)).toThrow(/no key/);
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
    await expect(openStore('s3://bucket/runs')).rejects.toThrow(/no object store for s3:.*file:\/\/\/shared/);
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
    expect(await read('a')).toBe('old');
  },
);
