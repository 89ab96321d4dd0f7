import { describe, expect, test } from '@jest/globals';
import type { ObjectStore } from '../../../src/node/index.js';

export const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** The keys of a list, in its order. */
export async function keysIn(store: ObjectStore, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list(prefix)) found.push(key);
  return found;
}

/** What every store keeps to. @param open an empty store */
export function objectStoreLaws(open: () => Promise<ObjectStore>): void {
  test('objects are written, written anew, read and deleted', async () => {
    const store = await open();
    const key = 'runs/a/config.json';
    expect(await store.get(key)).toBeNull();
    await store.put(key, text('one'));
    await store.put(key, text('two'));
    expect(new TextDecoder().decode((await store.get(key))!)).toBe('two');
    await store.delete(key);
    await store.delete(key);
    expect(await store.get(key)).toBeNull();
    await store.put('empty', new Uint8Array(0));
    expect(await store.get('empty')).toHaveLength(0);
  });

  test('of many that put one if it is absent, one does, and the object is whole', async () => {
    const store = await open();
    const writers = Array.from({ length: 20 }, (_, i) => new Uint8Array(50_000).fill(i));
    const did = await Promise.all(writers.map((bytes) => store.putIfAbsent('once', bytes)));
    expect(did.filter(Boolean)).toHaveLength(1);
    const held = await store.get('once');
    expect(held).toHaveLength(50_000);
    expect(new Set(held)).toEqual(new Set([did.indexOf(true)]));
    expect(await keysIn(store, '')).toEqual(['once']);
  });

  test('many writers of one key leave one of the contents, whole', async () => {
    const store = await open();
    await Promise.all([1, 2, 3, 4].map((value) => store.put('a/b', new Uint8Array(100_000).fill(value))));
    const held = await store.get('a/b');
    expect([held!.length, new Set(held).size]).toEqual([100_000, 1]);
  });

  test('objects are listed by the beginning of their keys, in the order of their keys', async () => {
    const store = await open();
    for (const key of ['b', 'a/z', 'a/b/c', 'a-b', 'ab/c']) await store.put(key, text(key));
    expect(await keysIn(store, '')).toEqual(['a-b', 'a/b/c', 'a/z', 'ab/c', 'b']);
    expect(await keysIn(store, 'a')).toEqual(['a-b', 'a/b/c', 'a/z', 'ab/c']);
    expect(await keysIn(store, 'a/')).toEqual(['a/b/c', 'a/z']);
    expect(await keysIn(store, 'a/b')).toEqual(['a/b/c']);
    expect(await keysIn(store, 'none/')).toEqual([]);
    for await (const found of store.list('a/b/c')) expect(found).toEqual({ key: 'a/b/c', bytes: 5 });
  });

  describe('refuses', () => {
    test.each([
      '',
      '/etc/passwd',
      'a/../../b',
      '..',
      '.hidden',
      'a/.b.tmp',
      'a//b',
      'a/',
      'a b',
      'a\\b',
      'a\u0000',
      'ä',
      'k'.repeat(513),
    ])('the key %j', async (key) => {
      const store = await open();
      for (const attempt of [
        () => store.put(key, text('x')),
        () => store.putIfAbsent(key, text('x')),
        () => store.get(key),
        () => store.delete(key),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ name: 'RnpError', code: 'RNP_STORE' });
      }
    });

    test('prefixes that lead out of it', async () => {
      const store = await open();
      for (const prefix of ['../', '/', 'a/../']) expect(() => store.list(prefix)).toThrow(/no key/);
    });
  });
}
