import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { defaultPreprocessing } from '@rnp/images';
import fc from 'fast-check';
import { batchOf, createDataset, type Dataset, subset } from '../src/index.js';
import { codeOf, errorOf } from './codeOf.js';

/** Six images [2, 3, 2] whose bytes count up, so every value tells where it came from. */
const dataset: Dataset = createDataset({
  name: 'counting',
  split: 'train',
  imageShape: [2, 3, 2],
  images: Uint8Array.from({ length: 72 }, (_, i) => i * 3),
  labels: Uint8Array.of(0, 1, 2, 0, 1, 2),
  classNames: ['a', 'b', 'c'],
});

describe('createDataset', () => {
  test('counts the images', () => {
    expect(dataset.length).toBe(6);
  });

  test('refuses parts that do not fit together', () => {
    const base = { name: 'x', split: 'all', imageShape: [2, 2, 1], images: new Uint8Array(8) } as const;
    const broken: readonly Omit<Dataset, 'length'>[] = [
      { ...base, images: new Uint8Array(7) },
      { ...base, images: new Uint8Array(0) },
      { ...base, labels: new Uint8Array(3) },
      { ...base, labels: Uint8Array.of(0, 2), classNames: ['a', 'b'] },
      { ...base, classNames: ['a', 'b'] },
      { ...base, groupNames: ['a'] },
    ];
    for (const source of broken) expect(codeOf(() => createDataset(source))).toBe('RNP_DATA_MISMATCH');
    expect(createDataset({ ...base, labels: Uint8Array.of(9, 9) }).length).toBe(2);
  });

  test('a part of the wrong type is a wrong argument, named by its path', () => {
    const base = { name: 'x', split: 'all', imageShape: [2, 2, 1], images: new Uint8Array(8) } as const;
    const preprocessing = { ...defaultPreprocessing([2, 2, 1]), fit: 3 as never };
    const wrong: readonly [Omit<Dataset, 'length'>, string][] = [
      [{ ...base, imageShape: [2, 0, 1] }, 'imageShape[1]'],
      [{ ...base, imageShape: [2, 2] as unknown as [number, number, number] }, 'imageShape.length'],
      [{ ...base, preprocessing }, 'preprocessing.fit'],
    ];
    for (const [source, path] of wrong) {
      expect(errorOf(() => createDataset(source))).toMatchObject({ code: 'RNP_CONFIG', path });
    }
    const other = defaultPreprocessing([4, 2, 1]);
    expect(codeOf(() => createDataset({ ...base, preprocessing: other }))).toBe('RNP_DATA_MISMATCH');
  });
});

describe('batchOf', () => {
  test('is value / 255 of the images asked for, in that order', () => {
    const values = batchOf(dataset, [4, 0, 4]);
    const expected = [4, 0, 4].flatMap((item) =>
      Array.from({ length: 12 }, (_, i) => Math.fround(((item * 12 + i) * 3) / 255)),
    );
    expect([...values]).toEqual(expected);
  });

  test('spans 0 to 1', () => {
    const ends = createDataset({
      name: 'x',
      split: 'all',
      imageShape: [1, 1, 1],
      images: Uint8Array.of(0, 255),
    });
    expect([...batchOf(ends, [0, 1])]).toEqual([0, 1]);
    expect(batchOf(ends, []).length).toBe(0);
  });

  test('refuses a position outside', () => {
    for (const index of [-1, 6, 0.5, Number.NaN]) {
      expect(codeOf(() => batchOf(dataset, [0, index]))).toBe('RNP_CONFIG');
    }
  });
});

describe('subset', () => {
  test('is the same images, sharing their bytes', () => {
    const part = subset(dataset, 2, 5);
    expect(part.length).toBe(3);
    expect(part.images.buffer).toBe(dataset.images.buffer);
    expect([...part.labels!]).toEqual([2, 0, 1]);
    expect(batchOf(part, [0, 2])).toEqual(batchOf(dataset, [2, 4]));
  });

  test('of a subset is a subset', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 1 }), (from, inner) => {
        const twice = subset(subset(dataset, from, 6), inner, inner + 2);
        expect(batchOf(twice, [0, 1])).toEqual(batchOf(dataset, [from + inner, from + inner + 1]));
      }),
    );
  });

  test('refuses empty, reversed and outside ranges', () => {
    for (const [from, to] of [
      [2, 2],
      [3, 2],
      [-1, 2],
      [0, 7],
      [0.5, 2],
    ] as const) {
      expect(codeOf(() => subset(dataset, from, to))).toBe('RNP_CONFIG');
    }
  });

  test('keeps unlabelled data unlabelled', () => {
    const plain = createDataset({
      name: 'x',
      split: 'all',
      imageShape: [1, 1, 1],
      images: new Uint8Array(4),
    });
    expect('labels' in subset(plain, 0, 2)).toBe(false);
  });
});

test('a RnpError carries code, path and cause', () => {
  const cause = new Error('below');
  const error = new RnpError('RNP_FILE', 'message', { path: '/x', cause });
  expect(error).toMatchObject({ name: 'RnpError', code: 'RNP_FILE', path: '/x', cause });
  expect(new RnpError('RNP_FILE', 'message').path).toBeUndefined();
});
