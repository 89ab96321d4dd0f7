import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { encode } from 'fast-png';
import { images, loadDataset, parseFolderSpec } from '../../../src/node/index.js';
import { failureOf } from '../../codeOf.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnp-images-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function put(name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), bytes);
}

const png = (width: number, height: number, channels: 1 | 3 | 4, value: (at: number) => number): Uint8Array =>
  encode({
    width,
    height,
    channels,
    depth: 8,
    data: Uint8Array.from({ length: width * height * channels }, (_, at) => value(at)),
  });

describe('a folder of images', () => {
  test('folders are classes; the split is seeded, class by class, and loses nothing', async () => {
    for (let i = 0; i < 10; i++) {
      await put(
        `cat/${i}.png`,
        png(8, 8, 1, () => 10 + i),
      );
      await put(
        `dog/deep/${i}.PNG`,
        png(9, 7, 3, () => 100 + i),
      );
    }
    await put('cat/notes.txt', new Uint8Array(3));
    await put('.hidden/x.png', new Uint8Array(3));
    const options = { size: [4, 4], invert: false, fit: 'stretch' } as const;
    const train = await images(folder, { split: 'train', ...options });
    const heldOut = await images(folder, { split: 'test', ...options });
    expect(train).toMatchObject({ length: 16, imageShape: [4, 4, 1], classNames: ['cat', 'dog'] });
    expect([...heldOut.labels!]).toEqual([0, 0, 1, 1]);
    const values = [train, heldOut].flatMap(({ images: all, length }) =>
      Array.from({ length }, (_, i) => all[i * 16]!),
    );
    expect(values.sort((a, b) => a - b)).toEqual([
      ...Array.from({ length: 10 }, (_, i) => 10 + i),
      ...Array.from({ length: 10 }, (_, i) => 100 + i),
    ]);
    expect(await images(folder, { split: 'test', ...options })).toEqual(heldOut);
    const seeds = await Promise.all(
      [1, 2, 3, 4].map((seed) => images(folder, { split: 'test', ...options, seed })),
    );
    expect(new Set(seeds.map(({ images: all }) => all.join())).size).toBeGreaterThan(1);
  });

  test('without folders there are no labels; with train and test there is no drawing', async () => {
    for (let i = 0; i < 5; i++)
      await put(
        `${i}.png`,
        png(2, 2, 1, () => i),
      );
    expect(await images(folder, { split: 'train' })).not.toHaveProperty('labels');
    await rm(folder, { recursive: true });
    for (const name of ['train/a/1.png', 'train/b/1.png', 'test/a/2.png'])
      await put(
        name,
        png(2, 2, 1, () => 9),
      );
    expect(await images(folder, { split: 'train' })).toMatchObject({ length: 2, classNames: ['a', 'b'] });
    expect(await images(folder, { split: 'test' })).toMatchObject({ length: 1, classNames: ['a', 'b'] });
  });

  test('PNG and JPEG, colour or grey', async () => {
    await put('a.jpg', await jpegOf(20, 10, [200, 40, 40]));
    await put('b.jpeg', await jpegOf(10, 20, [40, 40, 200]));
    await put(
      'c.png',
      png(6, 6, 3, (at) => [0, 255, 0][at % 3]!),
    );
    const all = { testFraction: 0.01, size: [6, 6], channels: 3, fit: 'cover' } as const;
    const train = await images(folder, { split: 'train', ...all });
    const heldOut = await images(folder, { split: 'test', ...all });
    const colours = [train, heldOut].flatMap(({ images: bytes, length }) =>
      Array.from({ length }, (_, i) => [...bytes.subarray(i * 108 + 54, i * 108 + 57)]),
    );
    for (const [wanted, allowed] of [
      [[200, 40, 40], 4],
      [[40, 40, 200], 4],
      [[0, 255, 0], 0],
    ] as const) {
      expect(
        colours.filter((colour) => colour.every((v, i) => Math.abs(v - wanted[i]!) <= allowed)),
      ).toHaveLength(1);
    }
    const grey = await images(folder, { split: 'train', size: [6, 6], invert: false, testFraction: 0.01 });
    expect(grey.imageShape).toEqual([6, 6, 1]);
  });

  test('dark ink on paper becomes ink on black; transparent is paper', async () => {
    const drawing = (at: number): number =>
      (Math.floor(at / 4) === 12 ? [0, 0, 0, 255] : [0, 0, 0, 0])[at % 4]!;
    await put('a.png', png(5, 5, 4, drawing));
    await put('b.png', png(5, 5, 4, drawing));
    const { images: bytes } = await images(folder, { split: 'train', size: [5, 5] });
    expect([...bytes]).toEqual(Array.from({ length: 25 }, (_, i) => (i === 12 ? 255 : 0)));
  });

  test('what cannot be read is named', async () => {
    await put(
      'good.png',
      png(3, 3, 1, () => 5),
    );
    for (const [name, bytes, text] of [
      ['broken.png', png(30, 30, 1, (at) => at).subarray(0, 60), 'ends too early'],
      ['broken.jpg', (await jpegOf(60, 60, [1, 2, 3])).subarray(0, 250), 'ends too early'],
      ['page.png', Buffer.from('<html>'), 'neither PNG nor JPEG'],
      ['empty.jpg', new Uint8Array(0), 'is empty'],
    ] as const) {
      await put(name, bytes);
      const failures = await Promise.allSettled([
        images(folder, { split: 'train' }),
        images(folder, { split: 'test' }),
      ]);
      const reasons = failures.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      expect(reasons).toHaveLength(1);
      expect(reasons[0]).toMatchObject({ name: 'RnpError', path: join(folder, name) });
      expect(reasons[0].message).toContain(text);
      await rm(join(folder, name));
    }
  });

  test('a JPEG after a damaged one is read', async () => {
    await put('a/1.jpg', (await jpegOf(60, 60, [1, 2, 3])).subarray(0, 250));
    await put('b/1.jpg', await jpegOf(60, 60, [255, 255, 255]));
    await expect(images(join(folder, 'a'), { split: 'train' })).rejects.toMatchObject({
      code: 'RNP_IMAGE_TRUNCATED',
    });
    await put('b/2.jpg', await jpegOf(60, 60, [255, 255, 255]));
    expect((await images(join(folder, 'b'), { split: 'train', invert: false })).images[400]).toBe(255);
  });

  test('folders that will not do, and options that cannot be', async () => {
    const codeFor = async (options: object): Promise<string> =>
      (await failureOf(images(folder, { split: 'train', ...options }))).code;
    expect(await codeFor({})).toBe('RNP_DATA_FOLDER');
    await put(
      'a/1.png',
      png(2, 2, 1, () => 0),
    );
    expect((await failureOf(images(folder, { split: 'test' }))).code).toBe('RNP_DATA_FOLDER');
    await put(
      'loose.png',
      png(2, 2, 1, () => 0),
    );
    expect(await codeFor({})).toBe('RNP_DATA_FOLDER');
    for (const options of [
      { size: [0, 4] },
      { channels: 2 },
      { fit: 'squeeze' },
      { testFraction: 1 },
      { testFraction: Number.NaN },
      { seed: -1 },
      { split: 'dev' },
    ]) {
      expect(await codeFor(options)).toBe('RNP_CONFIG');
    }
    expect((await failureOf(images(join(folder, 'none'), { split: 'train' }))).code).toBe('RNP_FILE');
  });

  test('by name, with settings behind it; the name opens it again', async () => {
    for (let i = 0; i < 4; i++)
      await put(
        `${i}.png`,
        png(8, 4, 3, () => 200),
      );
    const name = `${folder}?size=6x4&colour=yes&fit=cover&test=0.5&seed=2`;
    const train = await loadDataset(name, { split: 'train' });
    expect(train).toMatchObject({ name, length: 2, imageShape: [6, 4, 3] });
    expect(await loadDataset(train.name, { split: 'train' })).toEqual(train);
    for (const wrong of [
      'sise=4',
      'size=4y4',
      'size=0x0',
      'size=4097',
      'test=1',
      'colour=3',
      'size',
      'seed=x',
    ]) {
      expect((await failureOf(loadDataset(`${folder}?${wrong}`, { split: 'train' }))).code).toBe(
        'RNP_CONFIG',
      );
      // By whoever only reads the line, too: before any picture is looked at.
      expect(() => parseFolderSpec(`${folder}?${wrong}`)).toThrow(
        expect.objectContaining({ code: 'RNP_CONFIG' }),
      );
    }
  });

  test('stops when aborted', async () => {
    await put(
      'a.png',
      png(2, 2, 1, () => 0),
    );
    await put(
      'b.png',
      png(2, 2, 1, () => 0),
    );
    await expect(images(folder, { split: 'train', signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
