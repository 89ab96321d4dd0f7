import { mkdir, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { writeSafetensors } from '@rnp/files';
import { firstLine, killed, runProgram } from '@rnp-tools/testing/childProcess';
import { randomMoments } from '@rnp-tools/testing/randomMoments';
import { modelFileOf } from '../../src/files/modelFile.js';
import { loadModelFolder, type ModelFolder, saveModelFolder } from '../../src/node/index.js';
import { ownSources } from './ownSources.js';
import { temporaryFolder } from './temporaryFolder.js';

/** Files that say which save they are of, in every byte. */
function filesOf(save: number, size = 1000): { 'config.json': Uint8Array; 'model.safetensors': Uint8Array } {
  return {
    'config.json': new TextEncoder().encode(JSON.stringify({ save })),
    'model.safetensors': new Uint8Array(size).fill(save % 256),
  };
}

/** Throws when the two files are not of the same save. */
function saveOf({ files }: ModelFolder): number {
  const { save } = JSON.parse(new TextDecoder().decode(files['config.json'])) as { save: number };
  const weights = files['model.safetensors'];
  if (!weights.every((byte) => byte === save % 256)) throw new Error(`config ${save}, weights ${weights[0]}`);
  return save;
}

describe('a model folder', () => {
  const folder = temporaryFolder();
  const modelDir = (): string => join(folder.path, 'run/model');

  test('is read back, by its own name and by that of the run', async () => {
    await saveModelFolder(modelDir(), { ...filesOf(1), 'README.md': Uint8Array.of(35) });
    for (const path of [modelDir(), join(folder.path, 'run'), `${modelDir()}/`]) {
      expect(saveOf(await loadModelFolder(path))).toBe(1);
    }
    expect((await loadModelFolder(join(folder.path, 'run'))).dir).toBe(modelDir());
    expect((await readdir(modelDir())).sort()).toEqual(['README.md', 'config.json', 'model.safetensors']);
  });

  test('may be one file instead', async () => {
    const weights = writeSafetensors({ kernel: { shape: [2], data: Float32Array.of(1, 2) } });
    const files = { ...filesOf(1), 'model.safetensors': weights };
    const path = join(folder.path, 'mine.safetensors');
    await writeFile(path, modelFileOf(files));
    expect(await loadModelFolder(path)).toEqual({ dir: path, files });
    // A config beside it is another model's, as the file has its own.
    await writeFile(join(folder.path, 'mine.json'), filesOf(2)['config.json']);
    expect(await loadModelFolder(path)).toEqual({ dir: path, files });
    await rm(join(folder.path, 'mine.json'));
    await writeFile(path, weights);
    await expect(loadModelFolder(path)).rejects.toMatchObject({ code: 'RNP_CONFIG', path });
    await writeFile(path, 'years of work');
    await expect(loadModelFolder(path)).rejects.toMatchObject({ code: 'RNP_WEIGHTS', path });
  });

  test('may be weights with their config beside them, of the same name', async () => {
    const weights = writeSafetensors({ kernel: { shape: [2], data: Float32Array.of(1, 2) } });
    const path = join(folder.path, 'beside.safetensors');
    const beside = join(folder.path, 'beside.json');
    await writeFile(path, weights);
    await writeFile(beside, filesOf(1)['config.json']);
    expect(await loadModelFolder(path)).toEqual({
      dir: path,
      files: { ...filesOf(1), 'model.safetensors': weights },
    });
    await writeFile(beside, '');
    await expect(loadModelFolder(path)).rejects.toMatchObject({ code: 'RNP_FILE', path: beside });
  });

  test('is replaced as a whole; what else is in it stays; nothing lies beside it', async () => {
    await saveModelFolder(modelDir(), filesOf(1));
    await mkdir(join(modelDir(), 'notes'));
    await writeFile(join(modelDir(), 'notes/mine.txt'), 'mine');
    await saveModelFolder(modelDir(), filesOf(2));
    expect(saveOf(await loadModelFolder(modelDir()))).toBe(2);
    expect(await readFile(join(modelDir(), 'notes/mine.txt'), 'utf8')).toBe('mine');
    expect(await readdir(join(folder.path, 'run'))).toEqual(['model']);
  });

  test('through a link, what it points to is replaced', async () => {
    const real = join(folder.path, 'elsewhere');
    await saveModelFolder(real, filesOf(1));
    await mkdir(join(folder.path, 'run'));
    await symlink(real, modelDir());
    await saveModelFolder(modelDir(), filesOf(2));
    expect(saveOf(await loadModelFolder(real))).toBe(2);
    expect(saveOf(await loadModelFolder(modelDir()))).toBe(2);
  });

  test('never takes the place of a folder of other things, or of a file', async () => {
    await writeFile(join(folder.path, 'thesis.tex'), 'years of work');
    await expect(saveModelFolder(folder.path, filesOf(1))).rejects.toThrow(
      /other things than a model \(thesis.tex\)/,
    );
    const file = join(folder.path, 'thesis.tex');
    await expect(saveModelFolder(file, filesOf(1))).rejects.toMatchObject({ code: 'RNP_FILE', path: file });
    await expect(saveModelFolder(join(file, 'model'), filesOf(1))).rejects.toBeInstanceOf(RnpError);
    expect(await readFile(file, 'utf8')).toBe('years of work');
    expect(await readdir(folder.path)).toEqual(['thesis.tex']);
  });

  test('when a save fails, the old model stays and nothing else does', async () => {
    await saveModelFolder(modelDir(), filesOf(1));
    const broken = { ...filesOf(2), 'sub/file': new Uint8Array(1) };
    await expect(saveModelFolder(modelDir(), broken)).rejects.toMatchObject({ code: 'RNP_CONFIG' });
    expect(saveOf(await loadModelFolder(modelDir()))).toBe(1);
    expect(await readdir(join(folder.path, 'run'))).toEqual(['model']);
  });

  test('when the system stops the write of one file, the others do not appear either', async () => {
    const entry = await ownSources(join(folder.path, 'js'));
    await saveModelFolder(modelDir(), filesOf(1));
    const child = runProgram(
      entry,
      `const files = { 'config.json': new Uint8Array(10), 'model.safetensors': new Uint8Array(1e6) };
       await rnp.saveModelFolder(${JSON.stringify(modelDir())}, files).catch(({ code }) => console.log(code));`,
      // No file may grow beyond 64 blocks.
      'ulimit -f 64; ',
    );
    expect(await firstLine(child)).toBe('RNP_FILE');
    expect(saveOf(await loadModelFolder(modelDir()))).toBe(1);
    expect(await readdir(join(folder.path, 'run'))).toEqual(['model']);
  });

  test('a crash between the two renames loses nothing; the next save tidies up', async () => {
    await saveModelFolder(modelDir(), filesOf(1));
    await writeFile(join(modelDir(), 'notes.txt'), 'mine');
    const left = (kind: string): string =>
      join(folder.path, `run/.model.${kind}-99999999-0123456789abcdef0123`);
    await rename(modelDir(), left('old'));
    await mkdir(left('tmp'));
    for (const kind of ['old', 'tmp']) await utimes(left(kind), 0, 0);
    expect(saveOf(await loadModelFolder(join(folder.path, 'run')))).toBe(1);
    await saveModelFolder(modelDir(), filesOf(2));
    expect(saveOf(await loadModelFolder(modelDir()))).toBe(2);
    expect(await readdir(join(folder.path, 'run'))).toEqual(['model']);
    expect(await readFile(join(modelDir(), 'notes.txt'), 'utf8')).toBe('mine');
  });

  test('two writers and a reader: every read is of one save', async () => {
    await saveModelFolder(modelDir(), filesOf(0));
    let writing = true;
    const writer = async (start: number): Promise<void> => {
      for (let save = start; save < start + 25; save++) await saveModelFolder(modelDir(), filesOf(save));
    };
    const reader = async (): Promise<number> => {
      let reads = 0;
      for (; writing; reads++) saveOf(await loadModelFolder(modelDir()));
      return reads;
    };
    const reading = reader();
    await Promise.all([writer(1), writer(101)]).finally(() => {
      writing = false;
    });
    expect(await reading).toBeGreaterThan(0);
    expect([25, 125]).toContain(saveOf(await loadModelFolder(modelDir())));
    expect(await readdir(join(folder.path, 'run'))).toEqual(['model']);
  });

  test('killed at any moment, the folder holds a whole model', async () => {
    const entry = await ownSources(join(folder.path, 'js'));
    await saveModelFolder(modelDir(), filesOf(0));
    let latest = 0;
    for (const moment of randomMoments(6, 42)) {
      const child = runProgram(
        entry,
        `for (let save = ${latest + 1}; ; save++) {
           const config = new TextEncoder().encode(JSON.stringify({ save }));
           const weights = new Uint8Array(2e6).fill(save % 256);
           await rnp.saveModelFolder(${JSON.stringify(modelDir())}, { 'config.json': config, 'model.safetensors': weights });
           if (save === ${latest + 1}) console.log('saving');
         }`,
      );
      await firstLine(child);
      await sleep(moment);
      await killed(child);
      const save = saveOf(await loadModelFolder(join(folder.path, 'run')));
      expect(save).toBeGreaterThan(latest);
      latest = save;
    }
    await saveModelFolder(modelDir(), filesOf(latest + 1));
    expect(saveOf(await loadModelFolder(modelDir()))).toBe(latest + 1);
    expect(await readdir(join(folder.path, 'run'))).toEqual(['model']);
  });
});

describe('loadModelFolder says what is wrong and what to do', () => {
  const folder = temporaryFolder();

  async function expectError(path: string, message: RegExp, named: string): Promise<void> {
    const error = await loadModelFolder(path).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(RnpError);
    expect(error).toMatchObject({ code: 'RNP_FILE' });
    expect((error as Error).message).toMatch(message);
    expect(basename((error as RnpError).path!)).toBe(named);
  }

  test('no such folder', () => expectError(join(folder.path, 'nowhere'), /Check the spelling/, 'nowhere'));

  test('an empty folder', async () => {
    await mkdir(join(folder.path, 'm'));
    await expectError(join(folder.path, 'm'), /no config\.json in this folder \(it is empty\)/, 'm');
  });

  test('an empty file in the place of a folder', async () => {
    await writeFile(join(folder.path, 'm.safetensors'), '');
    await expectError(join(folder.path, 'm.safetensors'), /empty; it was cut off/, 'm.safetensors');
  });

  test('a missing file', async () => {
    await saveModelFolder(join(folder.path, 'm'), filesOf(1));
    await rm(join(folder.path, 'm/model.safetensors'));
    await expectError(join(folder.path, 'm'), /no model\.safetensors .*it holds config\.json/, 'm');
  });

  test('an empty file', async () => {
    await saveModelFolder(join(folder.path, 'm'), filesOf(1));
    await writeFile(join(folder.path, 'm/model.safetensors'), '');
    await expectError(join(folder.path, 'm'), /empty; it was cut off/, 'model.safetensors');
  });

  test('a huge config', async () => {
    await saveModelFolder(join(folder.path, 'm'), filesOf(1));
    await writeFile(join(folder.path, 'm/config.json'), Buffer.alloc(1_000_001));
    await expectError(join(folder.path, 'm'), /more than 1000000/, 'config.json');
  });

  test('a folder where a file belongs', async () => {
    await mkdir(join(folder.path, 'm/config.json'), { recursive: true });
    await writeFile(join(folder.path, 'm/model.safetensors'), 'x');
    await expectError(join(folder.path, 'm'), /no file|a folder stands/, 'config.json');
  });

  test('a link in a circle', async () => {
    await symlink(join(folder.path, 'm'), join(folder.path, 'm'));
    await expectError(join(folder.path, 'm'), /circle/, 'm');
  });
});
