import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { encode } from 'fast-png';
import { folderLines, folderTable } from '../../../src/index.js';
import { pictureFolder } from '../../../src/node/folder/imageFolder.js';
import {
  describeFolder,
  formatFolderSpec,
  images,
  markOutput,
  parseFolderSpec,
  picturePaths,
} from '../../../src/node/index.js';
import { failureOf } from '../../codeOf.js';
import { freshFolder, grey, options } from './freshFolder.js';

const folder = freshFolder();

describe('results of ours', () => {
  test('runs, models, sweeps and corpora are known by their own files, pictures by their mark', async () => {
    await folder.put(
      'a/1.png',
      'a/2.png',
      'runs/x/parts.png',
      'sweep/runs/1/tree.png',
      'kept/net/p.png',
      'c/3.png',
    );
    const records = {
      'runs/x/run.json': 'rnp-run',
      'sweep/sweep.json': 'rnp-sweep',
      'kept/net/config.json': 'rnp-model',
    };
    for (const [name, schema] of Object.entries(records)) {
      await writeFile(join(folder.path, name), JSON.stringify({ schema, version: 1 }, null, 2));
    }
    // Of another program, so the pictures beside it are pictures.
    await writeFile(join(folder.path, 'c/config.json'), JSON.stringify({ editor: 'gimp' }));
    await writeFile(join(folder.path, 'a/samples.png'), markOutput(grey(1)));
    const { classNames, leftOut } = await pictureFolder(folder.path, options);
    expect(classNames).toEqual(['a', 'c']);
    expect(leftOut.find(({ reason }) => reason === 'output')!.count).toBe(4);
    expect((await picturePaths(folder.path)).files).toEqual(['a/1.png', 'a/2.png', 'c/3.png']);
  });

  test('a lock of ours is not told of, and a folder with nothing else is becoming a result', async () => {
    await folder.put('1.png', '2.png');
    await mkdir(join(folder.path, 'run'));
    for (const name of ['run.lock', 'run.lock.taking', 'run/run.lock', 'notes.lock'])
      await writeFile(join(folder.path, name), '{"pid":1}');
    const { leftOut } = await describeFolder(folder.path);
    const told = leftOut.map(({ reason, examples }) => [reason, examples]);
    expect(told).toEqual([
      ['not-picture', ['notes.lock']],
      ['output', ['run']],
    ]);
  });

  test('a mark leaves the picture as it is', async () => {
    const marked = markOutput(grey(7));
    expect(markOutput(marked)).toBe(marked);
    const path = join(folder.path, 'a.png');
    await writeFile(path, marked);
    await folder.put('b.png');
    // Read by another reader than ours, which checks the sums of chunks.
    const { decode } = await import('fast-png');
    const picture = decode(await readFile(path), { checkCrc: true });
    expect([...picture.data]).toEqual([7, 7, 7, 7]);
    expect(picture.text).toEqual({ Software: '@rnp' });
  });
});

describe('pictures that cannot be read', () => {
  test('all are told at once, of both splits; or left out, and told', async () => {
    await folder.put('train/a/1.png', 'train/b/1.png', 'test/a/2.png');
    for (const name of ['train/a/empty.png', 'train/b/text.jpg', 'test/a/half.png']) {
      await writeFile(
        join(folder.path, name),
        name.includes('half') ? grey(1).subarray(0, 40) : name.slice(0, -14),
      );
    }
    const failure = await failureOf(images(folder.path, { split: 'train' }));
    expect(failure.code).toBe('RNP_DATA_IMAGE');
    for (const name of ['empty.png', 'text.jpg', 'half.png', '3 pictures', 'bad=skip']) {
      expect(failure.message).toContain(name);
    }
    expect(failure.message.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^ {2}.*empty\.png: /),
      expect.stringMatching(/^ {2}.*text\.jpg: /),
      expect.stringMatching(/^ {2}.*half\.png: /),
    ]);
    const { errors } = failure.cause as AggregateError;
    expect(errors.map(({ code }) => code)).toEqual([
      'RNP_IMAGE_FORMAT',
      'RNP_IMAGE_FORMAT',
      'RNP_IMAGE_TRUNCATED',
    ]);
    const skipped: string[] = [];
    const train = await images(folder.path, {
      split: 'train',
      skipBad: true,
      size: [2, 2],
      invert: false,
      onProgress: (event) => event.type === 'skipped' && skipped.push(event.file),
    });
    expect([...train.images]).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
    expect([...train.labels!]).toEqual([0, 1]);
    expect(skipped).toEqual([join(folder.path, 'train/a/empty.png'), join(folder.path, 'train/b/text.jpg')]);
    expect((await failureOf(images(folder.path, { split: 'test', skipBad: false }))).message).toContain(
      'half.png',
    );
  });
});

describe('describeFolder', () => {
  test('tells splits, classes, sizes, modes, paper, what is left out and what cannot be read', async () => {
    await folder.put('train/a/1.png', 'train/b/1.png', 'val/b/2.png');
    const paper = (channels: 1 | 3 | 4, depth: 8 | 16): Uint8Array => {
      const data = new (depth === 8 ? Uint8Array : Uint16Array)(5 * 3 * channels).fill(
        depth === 8 ? 255 : 65535,
      );
      data.fill(0, 7 * channels, 7 * channels + 1);
      return encode({ width: 5, height: 3, channels, depth, data });
    };
    await writeFile(join(folder.path, 'train/a/2.png'), paper(3, 8));
    await writeFile(join(folder.path, 'train/a/3.png'), paper(4, 8));
    await writeFile(join(folder.path, 'train/a/4.png'), paper(1, 16));
    await writeFile(join(folder.path, 'train/a/notes.txt'), '');
    await writeFile(join(folder.path, 'train/b/bad.png'), 'no picture');
    await writeFile(join(folder.path, 'train/b/photo.png'), await jpegOf(9, 4, [20, 30, 40]));
    const description = await describeFolder(folder.path);
    expect(description).toEqual({
      folder: folder.path,
      splits: { train: 'train/', test: 'val/' },
      train: 6,
      unseen: [],
      test: 1,
      classes: [
        { name: 'a', train: 4, test: 0 },
        { name: 'b', train: 2, test: 1 },
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
      blank: 4,
      leftOut: [
        { reason: 'not-picture', words: 'no PNG or JPEG (.txt)', count: 1, examples: ['train/a/notes.txt'] },
      ],
      bad: [
        {
          path: join(folder.path, 'train/b/bad.png'),
          reason: expect.stringContaining('neither PNG nor JPEG'),
        },
      ],
    });
    expect(folderLines(description)).toEqual([
      expect.stringContaining(
        '6 to learn from, 1 held out (in train/ and val/), 2 classes (a 4 + 0, b 2 + 1)',
      ),
      expect.stringMatching(/unreadable, and not counted: 1$/),
    ]);
    for (const split of ['train', 'test'] as const) {
      const read = await images(folder.path, { split, skipBad: true });
      expect(read.length).toBe(description[split]);
    }
    expect((await describeFolder(folder.path, { sample: 3 })).looked).toBe(3);
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
      await mkdir(join(folder.path, 'icons'), { recursive: true });
      await writeFile(join(folder.path, `icons/${i}.png`), icon([200, 30, 10]));
    }
    // Higher than wide, so that there is black beside it, which stays black.
    const shape = { size: [6, 6], channels: 3 } as const;
    for (const split of ['train', 'test'] as const) {
      const { images: bytes } = await images(join(folder.path, 'icons'), { split, ...shape });
      const pixel = (x: number, y: number): number[] => [
        ...bytes.subarray(18 * y + 3 * x, 18 * y + 3 * x + 3),
      ];
      expect([pixel(0, 0), pixel(0, 1), pixel(2, 2)]).toEqual([
        [0, 0, 0],
        [0, 0, 0],
        [245, 75, 55],
      ]);
    }
    const kept = await images(join(folder.path, 'icons'), { split: 'train', ...shape, invert: false });
    expect(kept.images[18]).toBe(255);
    await rm(join(folder.path, 'icons'), { recursive: true });
    for (let i = 0; i < 5; i++) {
      await mkdir(join(folder.path, 'photos'), { recursive: true });
      // A light sky above dark ground.
      const data = Uint8Array.from({ length: 72 }, (_, at) => (at < 54 ? 230 : 40));
      await writeFile(
        join(folder.path, `photos/${i}.png`),
        encode({ width: 6, height: 4, channels: 3, depth: 8, data }),
      );
    }
    expect((await images(join(folder.path, 'photos'), { split: 'train', ...shape })).images[18]).toBe(230);
  });

  test('its settings go through a line and back', () => {
    const line =
      'a b/c?size=20x30&colour=yes&fit=cover&invert=no&background=black&splits=no&bad=skip&test=0.1&seed=3';
    expect(formatFolderSpec(parseFolderSpec(line))).toBe(line);
    expect(formatFolderSpec(parseFolderSpec('a'))).toBe('a');
  });
});

test('what a sample tells says of how many', async () => {
  await folder.put('1.png', '2.png', '3.png');
  const [, how] = folderLines(await describeFolder(folder.path, { sample: 2 }));
  expect(how).toMatch(/^of 2 of 3 that were looked at: width × height 2×2 \(2\)/);
  const [, whole] = folderLines(await describeFolder(folder.path));
  expect(whole).toMatch(/^width × height 2×2 \(3\)/);
});

test('pictures of one colour all over are told of', async () => {
  const white = (dot: number, channels: 1 | 3 = 1): Uint8Array => {
    const data = new Uint8Array(16 * channels).fill(255);
    data[5 * channels] = dot;
    return encode({ width: 4, height: 4, channels, depth: 8, data });
  };
  const [blank, rounded, dotted] = [white(255, 3), white(254), white(0)];

  for (const [at, picture] of [blank, rounded, dotted, dotted].entries())
    await writeFile(join(folder.path, `${at}.png`), picture);
  const found = await describeFolder(folder.path);
  expect(found.blank).toBe(2);
  const words = '2 of 4 are blank, of one colour all over: nothing is learned from them';
  expect(folderLines(found)[1]).toContain(words);
  expect(folderTable(found)).toContainEqual(['warning', words]);
  for (const name of ['0.png', '1.png']) await writeFile(join(folder.path, name), dotted);
  const seen = await describeFolder(folder.path);
  expect(seen.blank).toBe(0);
  expect(folderLines(seen)[1]).not.toContain('blank');
});
