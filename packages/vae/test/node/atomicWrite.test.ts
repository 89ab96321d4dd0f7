import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ModelError } from '../../src/errors.js';
import { fileError } from '../../src/node/fileError.js';
import { appendJsonLine, writeFileAtomic } from '../../src/node/index.js';
import { compiledSources, firstLine, runProgram } from './childProcess.js';
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
      if (fail) throw new ModelError('RNP_CONFIG', 'no more');
      yield bytes('two');
    };
    await writeFileAtomic(path, pieces(false));
    await expect(writeFileAtomic(path, pieces(true))).rejects.toMatchObject({ code: 'RNP_CONFIG' });
    expect(await readFile(path, 'utf8')).toBe('one two');
    expect(await readdir(folder.path)).toEqual(['file']);
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

  test('temporary files of processes that died go, those of living ones stay', async () => {
    const path = join(folder.path, 'file');
    // No process has a number beyond the largest one that Linux and macOS give.
    const dead = `${path}.tmp-99999999-0123456789ab`;
    const alive = `${path}.tmp-${process.pid}-0123456789ab`;
    const old = `${path}.tmp-${process.pid}-abcdef012345`;
    for (const left of [dead, alive, old]) await writeFile(left, 'half');
    await utimes(old, 0, 0);
    await writeFileAtomic(path, bytes('whole'));
    expect([dead, alive, old].map((left) => existsSync(left))).toEqual([false, true, false]);
  });

  test('when the system stops a write half-way, the old file stays whole and no temporary one is left', async () => {
    const path = join(folder.path, 'file');
    await writeFile(path, 'old');
    const entry = await compiledSources(join(folder.path, 'js'));
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

  // The kernel's own full disk.
  (existsSync('/dev/full') ? test : test.skip)('a full disk is named as such', async () => {
    await expect(appendJsonLine('/dev/full', { step: 1 })).rejects.toMatchObject({
      code: 'RNP_FILE',
      message: expect.stringMatching(/the disk is full\. Make room/),
    });
  });

  test('every failure of the system is told with its code; typed ones stay as they are', () => {
    const told = fileError(Object.assign(new Error('x'), { code: 'EROFS' }), 'write', 'runs/a');
    expect(told).toMatchObject({ code: 'RNP_FILE', path: 'runs/a' });
    expect(told.message).toBe(
      'runs/a: cannot write: the disk is read-only. Choose a folder on another disk (EROFS)',
    );
    expect(fileError(Object.assign(new Error('odd'), { code: 'EODD' }), 'read', 'a').message).toMatch(
      /odd \(EODD\)/,
    );
    const typed = new ModelError('RNP_BUSY', 'x');
    expect(fileError(typed, 'read', 'a')).toBe(typed);
  });
});
