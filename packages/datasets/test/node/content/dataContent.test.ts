import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { embeddedDigits } from '../../../src/digits/index.js';
import { fileDigests } from '../../../src/node/content/fileDigests.js';
import { contentChanges, dataContent } from '../../../src/node/index.js';
import { failureOf } from '../../codeOf.js';

let [root, dataDir, photos] = ['', '', ''];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rnp-content-'));
  dataDir = join(root, 'cache');
  photos = join(root, 'photos');
});
afterEach(() => rm(root, { recursive: true }));

async function put(name: string, content: string): Promise<void> {
  await mkdir(dirname(join(photos, name)), { recursive: true });
  await writeFile(join(photos, name), content);
}

const digestOf = async (spec: string): Promise<string> => (await dataContent(spec, { dataDir })).digest;

describe('the content of a folder of images', () => {
  beforeEach(async () => {
    for (const name of ['cat/0.png', 'cat/1.png', 'dog/0.png', 'dog/1.png'])
      await put(name, `picture ${name}`);
  });

  test('is the same wherever it lies, and another with every change of a byte, name, class, split or setting', async () => {
    const first = await digestOf(photos);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    await cp(photos, join(root, 'elsewhere'), { recursive: true });
    expect(await digestOf(join(root, 'elsewhere'))).toBe(first);
    // The settings that are taken anyway.
    expect(await digestOf(`${photos}?size=28&fit=contain`)).toBe(first);
    // What is no picture does not count.
    await put('notes.txt', 'about cats');
    expect(await digestOf(photos)).toBe(first);

    const digests = [first, await digestOf(`${photos}?size=30`)];
    digests.push(await digestOf(`${photos}?colour=yes&invert=no`), await digestOf(`${photos}?invert=no`));
    await put('cat/0.png', 'picture cat/0.pnG');
    digests.push(await digestOf(photos));
    await put('cat/0.png', 'picture cat/0.png');
    await put('cat/2.png', 'a third');
    digests.push(await digestOf(photos));
    await rename(join(photos, 'cat/2.png'), join(photos, 'dog/2.png'));
    digests.push(await digestOf(photos));
    await rm(join(photos, 'dog/2.png'));
    await mkdir(join(root, 'split'));
    await rename(join(photos, 'cat'), join(root, 'split', 'train'));
    await rename(join(photos, 'dog'), join(root, 'split', 'test'));
    digests.push(await digestOf(join(root, 'split')));
    expect(new Set(digests).size).toBe(digests.length);
  });

  test('a file that was replaced under its name, with its size and time, is another', async () => {
    const time = new Date(1e12);
    await utimes(join(photos, 'cat/0.png'), time, time);
    const first = await digestOf(photos);
    await put('cat/0.png', 'PICTURE cat/0.png');
    await utimes(join(photos, 'cat/0.png'), time, time);
    expect(await digestOf(photos)).not.toBe(first);
  });

  test('a file that cannot be read stands for its reason, so that the loader says it or leaves it out', async () => {
    const first = await digestOf(photos);
    await put('cat/2.png', '');
    const withEmpty = await digestOf(photos);
    expect(withEmpty).not.toBe(first);
    await put('cat/2.png', 'a picture');
    expect(await digestOf(photos)).not.toBe(withEmpty);
  });

  test('says which files changed', async () => {
    const { files: before } = await dataContent(photos, { dataDir });
    await put('cat/0.png', 'new');
    await put('cat/1.png', 'new');
    await put('emu/0.png', 'new');
    await rm(join(photos, 'dog/0.png'));
    const { files: now } = await dataContent(photos, { dataDir });
    expect(contentChanges(before!, now!)).toBe('1 file added, 1 removed and 2 changed');
    expect(contentChanges(now!, now!)).toBe('');
    expect(contentChanges({}, now!)).toBe('4 files added');
  });

  test('no folder and no settings are errors of loadDataset', async () => {
    expect((await failureOf(dataContent('no-such-data', { dataDir }))).code).toBe('RNP_DATA_UNKNOWN');
    expect((await failureOf(dataContent(join(root, 'nothing'), { dataDir }))).code).toBe('RNP_FILE');
    expect((await failureOf(dataContent(`${photos}?sise=3`, { dataDir }))).code).toBe('RNP_CONFIG');
    // Judged by what would be opened: this is no data set with a name.
    expect((await failureOf(dataContent('digits?size=28', { dataDir }))).code).toBe('RNP_CONFIG');
  });
});

describe('digests of files', () => {
  const pictures = (reads: string[], content: (path: string) => string = (path) => path) =>
    ['a.png', 'b.png'].map((path) => ({
      path,
      read: async () => {
        reads.push(path);
        return new TextEncoder().encode(content(path));
      },
    }));
  const later = (): number => Date.now() + 60_000;

  test('are read once, until a file changes or what was kept is damaged', async () => {
    await put('a.png', 'a');
    await put('b.png', 'b');
    const reads: string[] = [];
    const options = { cacheDir: dataDir, now: later };
    const first = await fileDigests(photos, pictures(reads), options);
    expect(first[0]).toBe(createHash('sha256').update('a.png').digest('hex'));
    expect(await fileDigests(photos, pictures(reads), options)).toEqual(first);
    expect(reads).toHaveLength(2);
    await put('b.png', 'c');
    await fileDigests(photos, pictures(reads), options);
    expect(reads.slice(2)).toEqual(['b.png']);
    const [kept] = await readdir(dataDir);
    await writeFile(join(dataDir, kept!), '{"a.png":["1"]}');
    expect(await fileDigests(photos, pictures(reads), options)).toEqual(first);
    expect(reads).toHaveLength(5);
  });

  test('of files changed just now are not kept: they may change again within a tick of the clock', async () => {
    await put('a.png', 'a');
    await put('b.png', 'b');
    const reads: string[] = [];
    await fileDigests(photos, pictures(reads), { cacheDir: dataDir });
    await fileDigests(photos, pictures(reads), { cacheDir: dataDir });
    expect(reads).toHaveLength(4);
  });

  test('a file that changes while it is read is not kept', async () => {
    await put('a.png', 'a');
    await put('b.png', 'b');
    const reads: string[] = [];
    const changing = pictures(reads).map((file) => ({
      ...file,
      read: async () => {
        await put(file.path, 'changed');
        return file.read();
      },
    }));
    await fileDigests(photos, changing, { cacheDir: dataDir, now: later });
    await fileDigests(photos, pictures(reads), { cacheDir: dataDir, now: later });
    expect(reads).toHaveLength(4);
  });
});

describe('the content of a data set with a name', () => {
  test('is fixed and differs from every other one', async () => {
    const names = ['digits', 'mnist', 'fashion-mnist', 'omniglot', 'omniglot-full', 'eth-80', 'digit-pairs'];
    const digests = await Promise.all(names.map(digestOf));
    expect(new Set(digests).size).toBe(names.length);
    expect(await digestOf('digits')).toBe(digests[0]);
  });

  test('of the digits in the package stands for their bytes', async () => {
    const sum = createHash('sha256');
    for (const split of ['train', 'test'] as const) {
      const { images, labels } = await embeddedDigits({ split });
      sum.update(images).update(labels!);
    }
    const { knownDataset } = await import('../../../src/node/knownDatasets.js');
    expect(knownDataset('digits')!.sha256).toBe(sum.digest('hex'));
  });

  test('of an unpacked ETH-80 is that of its files', async () => {
    const packed = await digestOf('eth-80');
    const view = join(dataDir, 'eth-80', 'cow1', 'cow1-000-000.png');
    await mkdir(dirname(view), { recursive: true });
    await writeFile(view, 'one');
    const one = await digestOf('eth-80');
    await writeFile(view, 'two');
    expect(new Set([packed, one, await digestOf('eth-80')]).size).toBe(3);
  });
});
