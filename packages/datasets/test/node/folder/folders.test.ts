import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { amount } from '@rnp-tools/testing/long';
import { pictureFolder } from '../../../src/node/folder/imageFolder.js';
import { images, picturePaths } from '../../../src/node/index.js';
import { failureOf } from '../../codeOf.js';
import { freshFolder, grey, options } from './freshFolder.js';

const folder = freshFolder();

async function paths(): Promise<{ train: string[]; test: string[] }> {
  const { train, test: heldOut } = await pictureFolder(folder.path, options);
  const below = ({ path }: { path: string }): string => path.slice(folder.path.length + 1);
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
    ['dogs_train', 'dogs_test'],
    ['train_32x32', 'test_32x32'],
    ['trainA', 'testA'],
    ['x-train', 'x-test'],
    ['Fruit Training', 'Fruit Validation'],
    ['train', 'query'],
  ])('%s and %s hold a split each', async (train, heldOut) => {
    await folder.put(`${train}/a/1.png`, `${train}/b/1.png`, `${heldOut}/b/2.png`);
    await folder.put('__MACOSX/x/1.png', '.git/1.png', '._x.png', '.DS_Store', 'Thumbs.db', 'README.md');
    expect(await paths()).toEqual({
      train: [`${train}/a/1.png`, `${train}/b/1.png`],
      test: [`${heldOut}/b/2.png`],
    });
  });

  test('a class has the same number in every split, also where one lacks some', async () => {
    await folder.put('train/b/1.png', 'train/c/1.png', 'test/a/2.png', 'test/c/2.png');
    const [train, heldOut] = [
      await images(folder.path, { split: 'train' }),
      await images(folder.path, { split: 'test' }),
    ];
    expect(train.classNames).toEqual(['a', 'b', 'c']);
    expect(heldOut.classNames).toEqual(train.classNames);
    expect([...train.labels!, -1, ...heldOut.labels!]).toEqual([1, 2, -1, 0, 2]);
  });

  test.each([
    ['train', ['train/1.png', 'train/2.png', 'test/a/3.png', 'test/b/4.png'], [undefined, [0, 1]]],
    ['test', ['train/a/1.png', 'train/b/2.png', 'test/3.png'], [[0, 1], undefined]],
  ])(
    'a split may have no class folders where the other has them: %s; a mix within one is refused',
    async (split, names, labels) => {
      await folder.put(...names);
      const read = async (split: 'train' | 'test'): Promise<unknown> => {
        const { labels } = await images(folder.path, { split });
        return labels && [...labels];
      };
      expect([await read('train'), await read('test')]).toEqual(labels);
      await folder.put(`${split}/a/5.png`, `${split}/6.png`);
      expect(await failureOf(read('train'))).toMatchObject({
        code: 'RNP_DATA_FOLDER',
        message: expect.stringContaining('beside folders of classes'),
      });
    },
  );

  test('a validation set beside a test set is neither learned from nor measured on, and told', async () => {
    await folder.put('train/1.png', 'val/2.png', 'dev/3.png', 'test/4.png');
    expect(await paths()).toEqual({ train: ['train/1.png'], test: ['test/4.png'] });
    expect((await pictureFolder(folder.path, options)).leftOut).toEqual([
      { reason: 'other-split', words: 'of a third split', count: 2, examples: expect.anything() },
    ]);
  });

  test('names that only contain such a word are classes where they do not come in pairs', async () => {
    await folder.put('bullet_train/1.png', 'crash_test/1.png', 'gallery/1.png', 'toy/1.png');
    const { splits, classNames } = await pictureFolder(folder.path, options);
    expect({ splits, classNames }).toEqual({
      splits: null,
      classNames: ['bullet_train', 'crash_test', 'gallery', 'toy'],
    });
  });

  test('a folder to train alone is the root; beside classes train is a class', async () => {
    await folder.put('train/a/1.png', 'train/a/2.png', 'train/b/1.png', 'train/b/2.png');
    expect((await pictureFolder(folder.path, options)).classNames).toEqual(['a', 'b']);
    await rm(join(folder.path, 'train'), { recursive: true });
    await folder.put('train/1.png', 'bus/2.png');
    expect((await pictureFolder(folder.path, options)).classNames).toEqual(['bus', 'train']);
  });

  test.each([
    ['held-out images alone', ['test/a/1.png', 'test/b/2.png'], 'no folder train'],
    ['beside classes', ['a/1.png', 'b/1.png', 'test/1.png'], 'beside test'],
    ['a class beside splits', ['train/1.png', 'test/1.png', 'extra/1.png'], 'has extra beside train, test'],
    ['a file beside splits', ['train/1.png', 'val/1.png', 'sheet.png'], 'has sheet.png beside'],
    ['within classes', ['a/train/1.png', 'a/test/1.png', 'b/train/1.png'], "holds folders 'test'"],
    ['two for one split', ['train/1.png', 'val/1.png', 'dev/1.png'], 'two folders for one split (dev, val)'],
    [
      'several pairs',
      ['trainA/1.png', 'testA/1.png', 'trainB/1.png', 'testB/1.png'],
      'several folders to train on',
    ],
    [
      'a class beside a pair',
      ['dogs_train/1.png', 'dogs_test/1.png', 'cats/1.png'],
      'has cats beside dogs_train',
    ],
    ['two to train', ['Train/1.png', 'training/1.png'], 'two folders to train on'],
  ])('what is not clear is refused, unless it is said to be no split: %s', async (_, names, text) => {
    await folder.put(...names);
    const failure = await failureOf(images(folder.path, { split: 'train' }));
    expect(failure.code).toBe('RNP_DATA_FOLDER');
    expect(failure.message).toContain(text);
    expect(failure.message).toContain('?splits=no');
    if (names.every((name) => name.includes('/'))) {
      expect((await images(folder.path, { split: 'train', splits: false })).classNames).toEqual(
        [...new Set(names.map((name) => name.split('/')[0]!))].sort(),
      );
    }
  });

  test('names that would take a careless pattern years', async () => {
    const name = `${'dataset'.repeat(35)}x`;
    await folder.put(`${name}/1.png`, `${name}/2.png`);
    expect((await pictureFolder(folder.path, options)).classNames).toEqual([name]);
  });
});

describe('classes of a folder', () => {
  const namesIn = async (): Promise<readonly string[]> =>
    (await pictureFolder(folder.path, options)).classNames;

  test.each(['pictures/', 'a/b/', 'set/train/', 'train/train/'])('lie in %s alone', async (root) => {
    await folder.put(...['car', 'house'].flatMap((name) => [1, 2].map((i) => `${root}${name}/${i}.png`)));
    expect(await namesIn()).toEqual(['car', 'house']);
  });

  test('lie in the same folder of each split', async () => {
    await folder.put('train/images/car/1.png', 'train/images/house/1.png', 'test/images/house/2.png');
    expect(await namesIn()).toEqual(['car', 'house']);
  });

  test.each([
    ['one alone', ['car/1.png', 'car/2.png'], ['car']],
    ['what lies in folders of one', ['car/1.png', 'car/old/2.png', 'house/3.png'], ['car', 'house']],
    ['one in the test set', ['train/car/1.png', 'train/house/1.png', 'test/car/new/2.png'], ['car', 'house']],
  ])('%s belongs to it', async (_, files, expected) => {
    await folder.put(...files);
    expect(await namesIn()).toEqual(expected);
  });

  test('classes of one picture are drawn from together; one picture alone has nothing held out', async () => {
    await folder.put(...Array.from({ length: 10 }, (_, i) => `${i}/only.png`));
    const drawn = await paths();
    expect([drawn.train.length, drawn.test.length]).toEqual([8, 2]);
    expect(await paths()).toEqual(drawn);
  });

  test('one name in two spellings of Unicode is one class; case makes two', async () => {
    await folder.put(
      'train/\u00e9/1.png',
      'test/e\u0301/1.png',
      'train/Ж/1.png',
      'test/ж/1.png',
      'train/猫/1.png',
    );
    const { classNames } = await pictureFolder(folder.path, options);
    expect(classNames).toEqual(['\u00e9', 'Ж', 'ж', '猫']);
  });

  const classes = amount(500, 3000);
  test(`${classes} classes`, async () => {
    const names = Array.from({ length: classes }, (_, i) => `class ${i}`);
    await folder.put(...names.map((name) => `${name}/1.png`));
    const { classNames, train, test: heldOut } = await pictureFolder(folder.path, options);
    expect([classNames.length, train.length, heldOut.length]).toEqual([
      classes,
      0.8 * classes,
      0.2 * classes,
    ]);
  });

  test('empty ones are told', async () => {
    await folder.put('a/1.png', 'a/2.png', 'b/notes.txt');
    await mkdir(join(folder.path, 'c/d'), { recursive: true });
    const { classNames, leftOut } = await pictureFolder(folder.path, options);
    expect(classNames).toEqual(['a']);
    expect(leftOut.find(({ reason }) => reason === 'empty-folder')!.examples).toEqual(['b', 'c', 'c/d']);
    expect(leftOut.find(({ reason }) => reason === 'not-picture')!.words).toBe('no PNG or JPEG (.txt)');
  });
});

describe('links', () => {
  test('those that stay inside are read, others told; no loops, nothing twice', async () => {
    await folder.put('a/1.png', 'a/2.png', '.pool/3.png', '.pool/more/4.png');
    const outside = await mkdtemp(join(tmpdir(), 'rnp-outside-'));
    try {
      await writeFile(join(outside, 'secret.png'), grey(99));
      const link = (target: string, name: string): Promise<void> => symlink(target, join(folder.path, name));
      await link('../.pool', 'a/pool');
      await link('a', 'again');
      await link('1.png', 'a/same.png');
      await link('..', 'a/loop');
      await link('.', 'self');
      await link('gone.png', 'a/gone.png');
      await link(outside, 'b');
      await link(join(outside, 'secret.png'), 'a/secret.png');
      const { leftOut } = await pictureFolder(folder.path, options);
      const all = await paths();
      expect([...all.train, ...all.test].sort()).toEqual([
        'a/1.png',
        'a/2.png',
        'a/pool/3.png',
        'a/pool/more/4.png',
      ]);
      const told = Object.fromEntries(leftOut.map(({ reason, count }) => [reason, count]));
      expect(told).toEqual({ hidden: 1, 'link-repeated': 4, 'link-broken': 1, 'link-outside': 2 });
      expect((await picturePaths(folder.path)).links).toEqual([
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
