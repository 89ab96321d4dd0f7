import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { encode } from 'fast-png';
import { pictureFolder } from '../../src/node/imageFolder.js';
import {
  describeFolder,
  formatFolderSpec,
  images,
  markOutput,
  parseFolderSpec,
  picturePaths,
} from '../../src/node/index.js';
import { failureOf } from '../codeOf.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnp-folders-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const grey = (value: number): Uint8Array =>
  encode({ width: 2, height: 2, channels: 1, depth: 8, data: new Uint8Array(4).fill(value) });

/** Writes a picture of one grey under each name: the grey tells which one was read. */
async function put(...names: readonly string[]): Promise<void> {
  for (const [at, name] of names.entries()) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), grey(at + 1));
  }
}

const options = { testFraction: 0.2, seed: 0, splits: true };

async function paths(): Promise<{ train: string[]; test: string[] }> {
  const { train, test: heldOut } = await pictureFolder(folder, options);
  const below = ({ path }: { path: string }): string => path.slice(folder.length + 1);
  return { train: train.map(below), test: heldOut.map(below) };
}

describe('splits of a folder', () => {
  test.each([
    ['train', 'test'],
    ['Train', 'TEST'],
    ['training', 'testing'],
    ['train', 'val'],
    ['train', 'validation'],
    ['train', 'dev'],
    ['TRAIN', 'Eval'],
    ['train2017', 'val2017'],
    ['training_set', 'test_set'],
    ['seg_train/seg_train', 'seg_test/seg_test'],
    ['set/train', 'set/valid'],
    ['a/b/train-images', 'a/b/test-images'],
  ])('%s and %s hold a split each', async (train, heldOut) => {
    await put(`${train}/a/1.png`, `${train}/b/1.png`, `${heldOut}/b/2.png`);
    await put('__MACOSX/x/1.png', '.git/1.png', '._x.png', '.DS_Store', 'Thumbs.db', 'README.md');
    expect(await paths()).toEqual({
      train: [`${train}/a/1.png`, `${train}/b/1.png`],
      test: [`${heldOut}/b/2.png`],
    });
  });

  test('a class has the same number in every split, also where one lacks some', async () => {
    await put('train/b/1.png', 'train/c/1.png', 'test/a/2.png', 'test/c/2.png');
    const [train, heldOut] = [
      await images(folder, { split: 'train' }),
      await images(folder, { split: 'test' }),
    ];
    expect(train.classNames).toEqual(['a', 'b', 'c']);
    expect(heldOut.classNames).toEqual(train.classNames);
    expect([...train.labels!, -1, ...heldOut.labels!]).toEqual([1, 2, -1, 0, 2]);
  });

  test('a validation set beside a test set is neither learned from nor measured on, and told', async () => {
    await put('train/1.png', 'val/2.png', 'dev/3.png', 'test/4.png');
    expect(await paths()).toEqual({ train: ['train/1.png'], test: ['test/4.png'] });
    expect((await pictureFolder(folder, options)).leftOut).toEqual([
      { reason: 'other-split', words: 'of a third split', count: 2, examples: expect.anything() },
    ]);
  });

  test('a folder to train alone is the root; beside classes train is a class', async () => {
    await put('train/a/1.png', 'train/a/2.png', 'train/b/1.png', 'train/b/2.png');
    expect((await pictureFolder(folder, options)).classNames).toEqual(['a', 'b']);
    await rm(join(folder, 'train'), { recursive: true });
    await put('train/1.png', 'bus/2.png');
    expect((await pictureFolder(folder, options)).classNames).toEqual(['bus', 'train']);
  });

  test.each([
    ['held-out images alone', ['test/a/1.png', 'test/b/2.png'], 'no folder train'],
    ['beside classes', ['a/1.png', 'b/1.png', 'test/1.png'], 'beside test'],
    ['a class beside splits', ['train/1.png', 'test/1.png', 'extra/1.png'], 'has extra beside train, test'],
    ['a file beside splits', ['train/1.png', 'val/1.png', 'sheet.png'], 'has sheet.png beside'],
    ['within classes', ['a/train/1.png', 'a/test/1.png', 'b/train/1.png'], "holds folders 'test'"],
    ['two for one split', ['train/1.png', 'val/1.png', 'dev/1.png'], 'two folders for one split (dev, val)'],
    ['two to train', ['Train/1.png', 'training/1.png'], 'two folders to train on'],
  ])('what is not clear is refused, unless it is said to be no split: %s', async (_, names, text) => {
    await put(...names);
    const failure = await failureOf(images(folder, { split: 'train' }));
    expect(failure.code).toBe('RNP_DATA_FOLDER');
    expect(failure.message).toContain(text);
    expect(failure.message).toContain('?splits=no');
    if (names.every((name) => name.includes('/'))) {
      expect((await images(folder, { split: 'train', splits: false })).classNames).toEqual(
        [...new Set(names.map((name) => name.split('/')[0]!))].sort(),
      );
    }
  });

  test('names that would take a careless pattern years', async () => {
    const name = `${'dataset'.repeat(35)}x`;
    await put(`${name}/1.png`, `${name}/2.png`);
    expect((await pictureFolder(folder, options)).classNames).toEqual([name]);
  });
});

describe('classes of a folder', () => {
  const namesIn = async (): Promise<readonly string[]> => (await pictureFolder(folder, options)).classNames;

  test.each(['pictures/', 'a/b/', 'set/train/', 'train/train/'])('lie in %s alone', async (root) => {
    await put(...['car', 'house'].flatMap((name) => [1, 2].map((i) => `${root}${name}/${i}.png`)));
    expect(await namesIn()).toEqual(['car', 'house']);
  });

  test('lie in the same folder of each split', async () => {
    await put('train/images/car/1.png', 'train/images/house/1.png', 'test/images/house/2.png');
    expect(await namesIn()).toEqual(['car', 'house']);
  });

  test.each([
    ['one alone', ['car/1.png', 'car/2.png'], ['car']],
    ['what lies in folders of one', ['car/1.png', 'car/old/2.png', 'house/3.png'], ['car', 'house']],
    ['one in the test set', ['train/car/1.png', 'train/house/1.png', 'test/car/new/2.png'], ['car', 'house']],
  ])('%s belongs to it', async (_, files, expected) => {
    await put(...files);
    expect(await namesIn()).toEqual(expected);
  });

  test('classes of one picture are drawn from together; one picture alone has nothing held out', async () => {
    await put(...Array.from({ length: 10 }, (_, i) => `${i}/only.png`));
    const drawn = await paths();
    expect([drawn.train.length, drawn.test.length]).toEqual([8, 2]);
    expect(await paths()).toEqual(drawn);
  });

  test('one name in two spellings of Unicode is one class; case makes two', async () => {
    await put('train/\u00e9/1.png', 'test/e\u0301/1.png', 'train/Ж/1.png', 'test/ж/1.png', 'train/猫/1.png');
    const { classNames } = await pictureFolder(folder, options);
    expect(classNames).toEqual(['\u00e9', 'Ж', 'ж', '猫']);
  });

  test('thousands of classes', async () => {
    const names = Array.from({ length: 3000 }, (_, i) => `class ${i}`);
    await put(...names.map((name) => `${name}/1.png`));
    const { classNames, train, test: heldOut } = await pictureFolder(folder, options);
    expect([classNames.length, train.length, heldOut.length]).toEqual([3000, 2400, 600]);
  });

  test('empty ones are told', async () => {
    await put('a/1.png', 'a/2.png', 'b/notes.txt');
    await mkdir(join(folder, 'c/d'), { recursive: true });
    const { classNames, leftOut } = await pictureFolder(folder, options);
    expect(classNames).toEqual(['a']);
    expect(leftOut.find(({ reason }) => reason === 'empty-folder')!.examples).toEqual(['b', 'c', 'c/d']);
    expect(leftOut.find(({ reason }) => reason === 'not-picture')!.words).toBe('no PNG or JPEG (.txt)');
  });
});

describe('links', () => {
  test('those that stay inside are read, others told; no loops, nothing twice', async () => {
    await put('a/1.png', 'a/2.png', '.pool/3.png', '.pool/more/4.png');
    const outside = await mkdtemp(join(tmpdir(), 'rnp-outside-'));
    try {
      await writeFile(join(outside, 'secret.png'), grey(99));
      const link = (target: string, name: string): Promise<void> => symlink(target, join(folder, name));
      await link('../.pool', 'a/pool');
      await link('a', 'again');
      await link('1.png', 'a/same.png');
      await link('..', 'a/loop');
      await link('.', 'self');
      await link('gone.png', 'a/gone.png');
      await link(outside, 'b');
      await link(join(outside, 'secret.png'), 'a/secret.png');
      const { leftOut } = await pictureFolder(folder, options);
      const all = await paths();
      expect([...all.train, ...all.test].sort()).toEqual([
        'a/1.png',
        'a/2.png',
        'a/pool/3.png',
        'a/pool/more/4.png',
      ]);
      const told = Object.fromEntries(leftOut.map(({ reason, count }) => [reason, count]));
      expect(told).toEqual({ hidden: 1, 'link-repeated': 4, 'link-broken': 1, 'link-outside': 2 });
      expect((await picturePaths(folder)).links).toEqual([
        'a/loop',
        'a/pool',
        'a/same.png',
        'a/secret.png',
        'again',
        'b',
        'self',
      ]);
    } finally {
      await rm(outside, { recursive: true });
    }
  });
});

describe('results of ours', () => {
  test('runs, models, sweeps and corpora are known by their own files, pictures by their mark', async () => {
    await put('a/1.png', 'a/2.png', 'runs/x/parts.png', 'sweep/runs/1/tree.png', 'kept/net/p.png', 'c/3.png');
    const records = {
      'runs/x/run.json': 'rnp-run',
      'sweep/sweep.json': 'rnp-sweep',
      'kept/net/config.json': 'rnp-model',
    };
    for (const [name, schema] of Object.entries(records)) {
      await writeFile(join(folder, name), JSON.stringify({ schema, version: 1 }, null, 2));
    }
    // Of another program, so the pictures beside it are pictures.
    await writeFile(join(folder, 'c/config.json'), JSON.stringify({ editor: 'gimp' }));
    await writeFile(join(folder, 'a/samples.png'), markOutput(grey(1)));
    const { classNames, leftOut } = await pictureFolder(folder, options);
    expect(classNames).toEqual(['a', 'c']);
    expect(leftOut.find(({ reason }) => reason === 'output')!.count).toBe(4);
    expect((await picturePaths(folder)).files).toEqual(['a/1.png', 'a/2.png', 'c/3.png']);
  });

  test('a lock of ours is not told of, and a folder with nothing else is becoming a result', async () => {
    await put('1.png', '2.png');
    await mkdir(join(folder, 'run'));
    for (const name of ['run.lock', 'run.lock.taking', 'run/run.lock', 'notes.lock'])
      await writeFile(join(folder, name), '{"pid":1}');
    const { leftOut } = await describeFolder(folder);
    const told = leftOut.map(({ reason, examples }) => [reason, examples]);
    expect(told).toEqual([
      ['not-picture', ['notes.lock']],
      ['output', ['run']],
    ]);
  });

  test('a mark leaves the picture as it is', async () => {
    const marked = markOutput(grey(7));
    expect(markOutput(marked)).toBe(marked);
    const path = join(folder, 'a.png');
    await writeFile(path, marked);
    await put('b.png');
    // Read by another reader than ours, which checks the sums of chunks.
    const { decode } = await import('fast-png');
    const picture = decode(await readFile(path), { checkCrc: true });
    expect([...picture.data]).toEqual([7, 7, 7, 7]);
    expect(picture.text).toEqual({ Software: '@rnp' });
  });
});

describe('pictures that cannot be read', () => {
  test('all are told at once, of both splits; or left out, and told', async () => {
    await put('train/a/1.png', 'train/b/1.png', 'test/a/2.png');
    for (const name of ['train/a/empty.png', 'train/b/text.jpg', 'test/a/half.png']) {
      await writeFile(
        join(folder, name),
        name.includes('half') ? grey(1).subarray(0, 40) : name.slice(0, -14),
      );
    }
    const failure = await failureOf(images(folder, { split: 'train' }));
    expect(failure.code).toBe('RNP_DATA_IMAGE');
    for (const name of ['empty.png', 'text.jpg', 'half.png', '3 pictures', 'bad=skip']) {
      expect(failure.message).toContain(name);
    }
    const skipped: string[] = [];
    const train = await images(folder, {
      split: 'train',
      skipBad: true,
      size: [2, 2],
      invert: false,
      onProgress: (event) => event.type === 'skipped' && skipped.push(event.file),
    });
    expect([...train.images]).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
    expect([...train.labels!]).toEqual([0, 1]);
    expect(skipped).toEqual([join(folder, 'train/a/empty.png'), join(folder, 'train/b/text.jpg')]);
    expect((await failureOf(images(folder, { split: 'test', skipBad: false }))).message).toContain(
      'half.png',
    );
  });
});

describe('describeFolder', () => {
  test('tells splits, classes, sizes, modes, paper, what is left out and what cannot be read', async () => {
    await put('train/a/1.png', 'train/b/1.png', 'val/b/2.png');
    const paper = (channels: 1 | 3 | 4, depth: 8 | 16): Uint8Array => {
      const data = new (depth === 8 ? Uint8Array : Uint16Array)(5 * 3 * channels).fill(
        depth === 8 ? 255 : 65535,
      );
      data.fill(0, 7 * channels, 7 * channels + 1);
      return encode({ width: 5, height: 3, channels, depth, data });
    };
    await writeFile(join(folder, 'train/a/2.png'), paper(3, 8));
    await writeFile(join(folder, 'train/a/3.png'), paper(4, 8));
    await writeFile(join(folder, 'train/a/4.png'), paper(1, 16));
    await writeFile(join(folder, 'train/a/notes.txt'), '');
    await writeFile(join(folder, 'train/b/bad.png'), 'no picture');
    await writeFile(join(folder, 'train/b/photo.png'), await jpegOf(9, 4, [20, 30, 40]));
    const description = await describeFolder(folder);
    expect(description).toEqual({
      folder,
      splits: { train: 'train/', test: 'val/' },
      train: 7,
      test: 1,
      classes: [
        { name: 'a', train: 4, test: 0 },
        { name: 'b', train: 3, test: 1 },
      ],
      looked: 8,
      sizes: [
        { width: 2, height: 2, count: 3 },
        { width: 5, height: 3, count: 3 },
        { width: 9, height: 4, count: 1 },
      ],
      modes: expect.arrayContaining([
        { mode: 'grey', count: 3 },
        { mode: 'colour', count: 2 },
        { mode: 'colour, alpha', count: 1 },
        { mode: 'grey, 16 bit', count: 1 },
      ]),
      onPaper: 3,
      paper: false,
      light: expect.closeTo((3 * 14) / 15 / 7, 1),
      leftOut: [
        { reason: 'not-picture', words: 'no PNG or JPEG (.txt)', count: 1, examples: ['train/a/notes.txt'] },
      ],
      bad: [
        { path: join(folder, 'train/b/bad.png'), reason: expect.stringContaining('neither PNG nor JPEG') },
      ],
    });
    expect((await describeFolder(folder, { sample: 3 })).looked).toBe(3);
  });

  test('colour on white becomes colour on black in both splits, a photograph stays as it is', async () => {
    const icon = (ink: readonly number[]): Uint8Array =>
      encode({
        width: 6,
        height: 4,
        channels: 3,
        depth: 8,
        data: Uint8Array.from({ length: 72 }, (_, at) => (Math.floor(at / 3) === 8 ? ink[at % 3]! : 255)),
      });
    for (let i = 0; i < 5; i++) {
      await mkdir(join(folder, 'icons'), { recursive: true });
      await writeFile(join(folder, `icons/${i}.png`), icon([200, 30, 10]));
    }
    // Higher than wide, so that there is black beside it, which stays black.
    const shape = { size: [6, 6], channels: 3 } as const;
    for (const split of ['train', 'test'] as const) {
      const { images: bytes } = await images(join(folder, 'icons'), { split, ...shape });
      const pixel = (x: number, y: number): number[] => [
        ...bytes.subarray(18 * y + 3 * x, 18 * y + 3 * x + 3),
      ];
      expect([pixel(0, 0), pixel(0, 1), pixel(2, 2)]).toEqual([
        [0, 0, 0],
        [0, 0, 0],
        [245, 75, 55],
      ]);
    }
    const kept = await images(join(folder, 'icons'), { split: 'train', ...shape, invert: false });
    expect(kept.images[18]).toBe(255);
    await rm(join(folder, 'icons'), { recursive: true });
    for (let i = 0; i < 5; i++) {
      await mkdir(join(folder, 'photos'), { recursive: true });
      // A light sky above dark ground.
      const data = Uint8Array.from({ length: 72 }, (_, at) => (at < 54 ? 230 : 40));
      await writeFile(
        join(folder, `photos/${i}.png`),
        encode({ width: 6, height: 4, channels: 3, depth: 8, data }),
      );
    }
    expect((await images(join(folder, 'photos'), { split: 'train', ...shape })).images[18]).toBe(230);
  });

  test('its settings go through a line and back', () => {
    const line =
      'a b/c?size=20x30&colour=yes&fit=cover&invert=no&background=black&splits=no&bad=skip&test=0.1&seed=3';
    expect(formatFolderSpec(parseFolderSpec(line))).toBe(line);
    expect(formatFolderSpec(parseFolderSpec('a'))).toBe('a');
  });
});
