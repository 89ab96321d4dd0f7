import { existsSync } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { firstLine, runProgram } from '@rnp-tools/testing/childProcess';
import { requireWritableFolder, writeFileAtomic, writeFileIfAbsent } from '../../src/node/index.js';
import { temporaryName } from '../../src/node/temporaryName.js';
import { ownSources } from './ownSources.js';
import { temporaryFolder } from './temporaryFolder.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('writeFileAtomic', () => {
  const folder = temporaryFolder();

  test('writes and replaces, makes folders, leaves nothing else', async () => {
    const path = join(folder.path, 'a/b/file');
    await writeFileAtomic(path, bytes('one'));
    await writeFileAtomic(path, bytes('two'));
    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await readdir(join(folder.path, 'a/b'))).toEqual(['file']);
  });

  test('piece by piece; a source that fails half-way leaves the old file', async () => {
    const path = join(folder.path, 'file');
    const pieces = async function* (fail: boolean): AsyncGenerator<Uint8Array> {
      yield bytes('one ');
      if (fail) throw new RnpError('RNP_WEIGHTS', 'no more');
      yield bytes('two');
    };
    await writeFileAtomic(path, pieces(false));
    await expect(writeFileAtomic(path, pieces(true))).rejects.toMatchObject({ code: 'RNP_WEIGHTS' });
    expect(await readFile(path, 'utf8')).toBe('one two');
    expect(await readdir(folder.path)).toEqual(['file']);
  });

  test('is flushed before it takes its name, and the folder after', async () => {
    const path = join(folder.path, 'file');
    const handle = await open(folder.path, 'r');
    const prototype = Object.getPrototypeOf(handle) as { sync(): Promise<void> };
    await handle.close();
    const { sync } = prototype;
    const flushed: { readonly folder: boolean; readonly named: boolean }[] = [];
    prototype.sync = async function (this: typeof handle) {
      flushed.push({ folder: (await this.stat()).isDirectory(), named: existsSync(path) });
      return sync.call(this);
    };
    try {
      await writeFileAtomic(path, bytes('one'));
    } finally {
      prototype.sync = sync;
    }
    const file = { folder: false, named: false };
    // Windows opens no folders.
    expect(flushed).toEqual(process.platform === 'win32' ? [file] : [file, { folder: true, named: true }]);
  });

  test('two writers at once: the file is of one of them', async () => {
    const path = join(folder.path, 'file');
    const texts = Array.from({ length: 20 }, (_, i) => `${i}`.repeat(10_000));
    await Promise.all(texts.map((text) => writeFileAtomic(path, bytes(text))));
    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder.path)).toEqual(['file']);
  });

  test('a file where a folder is needed, a folder where a file is needed: typed, with advice', async () => {
    await writeFile(join(folder.path, 'file'), '');
    await mkdir(join(folder.path, 'sub/full'), { recursive: true });
    const inFile = writeFileAtomic(join(folder.path, 'file/x'), bytes('x'));
    await expect(inFile).rejects.toMatchObject({ code: 'RNP_FILE', path: join(folder.path, 'file/x') });
    await expect(inFile).rejects.toThrow(/a file stands|something else stands/);
    await expect(writeFileAtomic(join(folder.path, 'sub'), bytes('x'))).rejects.toThrow(/a folder stands/);
    expect((await readdir(folder.path)).sort()).toEqual(['file', 'sub']);
  });

  test('temporary files of processes that died go, whatever they were to become; those of living ones stay', async () => {
    const path = join(folder.path, 'file');
    // No process has a number beyond the largest one that Linux and macOS give.
    const dead = temporaryName(path, 'tmp', 99_999_999);
    const other = temporaryName(join(folder.path, 'other'), 'tmp', 99_999_999);
    const alive = temporaryName(path, 'tmp');
    const old = temporaryName(path, 'tmp');
    const elsewhere = dead.replace(/-[0-9a-f]{20}$/, '-0123456789abcdef0123');
    for (const left of [dead, other, alive, old, elsewhere]) await writeFile(left, 'half');
    await utimes(old, 0, 0);
    await writeFileAtomic(path, bytes('whole'));
    const there = [dead, other, alive, old, elsewhere].map((left) => existsSync(left));
    // The number of a process of another machine says nothing here.
    expect(there).toEqual([false, false, true, false, true]);
    await utimes(elsewhere, 0, 0);
    await writeFileAtomic(path, bytes('whole'));
    expect(existsSync(elsewhere)).toBe(false);
  });

  test('folders under temporary names stay: whoever replaces them tidies up', async () => {
    const left = (['tmp', 'old'] as const).map((kind) =>
      temporaryName(join(folder.path, 'f'), kind, 99_999_999),
    );
    for (const path of left) await mkdir(path);
    await writeFileAtomic(join(folder.path, 'file'), bytes('whole'));
    expect(left.map((path) => existsSync(path))).toEqual([true, true]);
  });

  test('a replaced file keeps its permissions; a link is replaced, what it points to stays', async () => {
    const path = join(folder.path, 'secret');
    await writeFile(path, 'old');
    await chmod(path, 0o600);
    await writeFileAtomic(path, bytes('new'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await chmod(path, 0o666);
    await writeFileAtomic(path, bytes('newer'));
    expect((await stat(path)).mode & 0o777).toBe(0o666);
    await symlink(path, join(folder.path, 'link'));
    await writeFileAtomic(join(folder.path, 'link'), bytes('other'));
    expect((await lstat(join(folder.path, 'link'))).isFile()).toBe(true);
    expect(await readFile(path, 'utf8')).toBe('newer');
  });

  test('a name as long as names may be can be written', async () => {
    const path = join(folder.path, 'n'.repeat(255));
    await writeFileAtomic(path, bytes('x'));
    expect(await readdir(folder.path)).toEqual(['n'.repeat(255)]);
  });

  test('when the system stops a write half-way, the old file stays whole and no temporary one is left', async () => {
    const path = join(folder.path, 'file');
    await writeFile(path, 'old');
    const entry = await ownSources(join(folder.path, 'js'));
    const child = runProgram(
      entry,
      `await rnp.writeFileAtomic(${JSON.stringify(path)}, new Uint8Array(1e6)).catch((error) =>
         console.log(JSON.stringify({ code: error.code, message: error.message })));`,
      // No file may grow beyond 64 blocks.
      'ulimit -f 64; ',
    );
    const error = JSON.parse(await firstLine(child));
    expect(error.code).toBe('RNP_FILE');
    expect(error.message).toMatch(/larger than the system allows/);
    expect(await readFile(path, 'utf8')).toBe('old');
    expect((await readdir(folder.path)).sort()).toEqual(['file', 'js']);
  });
});

describe('writeFileIfAbsent', () => {
  const folder = temporaryFolder();

  test('of many at once one writes, and the file is whole', async () => {
    const path = join(folder.path, 'a/once');
    const did = await Promise.all(
      Array.from({ length: 20 }, (_, i) => writeFileIfAbsent(path, new Uint8Array(50_000).fill(i))),
    );
    expect(did.filter(Boolean)).toHaveLength(1);
    expect(new Set(await readFile(path))).toEqual(new Set([did.indexOf(true)]));
    expect(await readdir(join(folder.path, 'a'))).toEqual(['once']);
  });
});

describe('requireWritableFolder', () => {
  const folder = temporaryFolder();

  test('makes the folder and leaves nothing in it; a file in its place is told', async () => {
    await requireWritableFolder(join(folder.path, 'a/b'));
    expect(await readdir(join(folder.path, 'a/b'))).toEqual([]);
    await writeFile(join(folder.path, 'file'), '');
    await expect(requireWritableFolder(join(folder.path, 'file'))).rejects.toMatchObject({
      code: 'RNP_FILE',
      path: join(folder.path, 'file'),
    });
  });
});
