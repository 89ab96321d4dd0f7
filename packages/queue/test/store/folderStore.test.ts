import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ObjectStore, openStore } from '../../src/index.js';
import { failureOf } from '../failureOf.js';

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnp-store-'));
  store = openStore(join(folder, 'objects'));
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

  test('what a killed writer left is not listed, and goes after an hour', async () => {
    await mkdir(join(folder, 'objects'));
    const left = (name: string): string => join(folder, 'objects', name);
    await writeFile(left('.99-0123456789abcdef.tmp'), 'half');
    await writeFile(left('.99-fedcba9876543210.tmp'), 'half');
    const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    await utimes(left('.99-0123456789abcdef.tmp'), longAgo, longAgo);
    expect(await keys('')).toEqual([]);
    await store.put('a', text('whole'));
    expect((await readdir(join(folder, 'objects'))).sort()).toEqual(['.99-fedcba9876543210.tmp', 'a']);
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
      expect(await failureOf(attempt())).toMatchObject({ name: 'StoreError', code: 'RNP_STORE' });
    }
  });

  test('prefixes that lead out of it', () => {
    for (const prefix of ['../', '/', 'a/../']) expect(() => store.list(prefix)).toThrow(/no key/);
  });

  test('a key that would be both an object and a folder', async () => {
    await store.put('a', text('x'));
    expect((await failureOf(store.put('a/b', text('x')))).message).toContain('may not be both');
    expect((await failureOf(store.putIfAbsent('a/b', text('x')))).message).toContain('may not be both');
    await store.put('c/d', text('x'));
    expect((await failureOf(store.put('c', text('x')))).message).toContain('may not be both');
  });
});

describe('addresses', () => {
  test('are paths and file: addresses', async () => {
    await store.put('a', text('x'));
    const same = openStore(pathToFileURL(join(folder, 'objects')).href);
    expect(await same.get('a')).not.toBeNull();
  });

  test('of other kinds are errors that say what to give', () => {
    expect(() => openStore('s3://bucket/runs')).toThrow(/no object store for s3:.*file:\/\/\/shared/);
    expect(() => openStore('file://host/runs')).toThrow(/three slashes/);
    expect(() => openStore('')).toThrow(/needs an address/);
  });
});

const asRoot = process.getuid?.() === 0;
(asRoot ? test.skip : test)('a folder that may not be written to says so', async () => {
  await mkdir(join(folder, 'objects'));
  await chmod(join(folder, 'objects'), 0o555);
  expect((await failureOf(store.put('a', text('x')))).message).toContain('may write to');
});

// Files may grow no further than a kilobyte, as where the disk is full; Linux counts the limit so.
(process.platform === 'linux' ? test : test.skip)(
  'what does not fit is an error, and leaves nothing',
  async () => {
    await store.put('a', text('old'));
    const source = `
    import { openStore } from '@rnp/queue';
    const store = openStore(${JSON.stringify(store.address)});
    for (const write of ['put', 'putIfAbsent']) {
      await store[write](write === 'put' ? 'a' : 'b', new Uint8Array(100_000)).catch(({ code }) => console.log(code));
    }`;
    const limited = 'trap "" XFSZ; ulimit -f 1; exec "$0" --input-type=module --eval "$1"';
    const printed = execFileSync('sh', ['-c', limited, process.execPath, source], {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      encoding: 'utf8',
    });
    expect(printed).toBe('RNP_STORE\nRNP_STORE\n');
    expect(await readdir(join(folder, 'objects'))).toEqual(['a']);
    expect(await read('a')).toBe('old');
  },
);
