import { describe, expect, test } from '@jest/globals';
import { createDataset } from '@rnp/datasets';
import { haveOwnParts, ownPartsOf } from '../src/index.js';

// Two figures of four pixels each, side by side.
const figures = [
  [0, 1, 2, 3],
  [4, 5, 6, 7],
];
const image = [1, 1, 0.5, 0, 1, 1, 0.5, 0];
const left = [1, 1, 0.5, 0, 0, 0, 0, 0];
const right = [0, 0, 0, 0, 1, 1, 0.5, 0];
const times = (share: number, values: readonly number[]) => values.map((value) => share * value);
const sum = (one: readonly number[], other: readonly number[]) => one.map((value, i) => value + other[i]!);
const nothing = times(0, left);

describe('figures with a part of their own', () => {
  test('whichever part it is, and whatever else draws nothing', () => {
    expect(haveOwnParts([left, right], image, figures)).toBe(true);
    expect(haveOwnParts([right, nothing, left], image, figures)).toBe(true);
  });

  test('not if one part draws both', () => {
    expect(haveOwnParts([image, nothing], image, figures)).toBe(false);
  });

  test('nine tenths are enough, less is shared', () => {
    const shared = (share: number) => [sum(times(share, left), right), times(1 - share, left), nothing];
    expect(haveOwnParts([sum(left, times(0.05, right)), times(0.95, right)], image, figures)).toBe(true);
    expect(haveOwnParts([sum(left, times(0.2, right)), times(0.8, right)], image, figures)).toBe(false);
    expect(haveOwnParts(shared(0.1), image, figures)).toBe(true);
    expect(haveOwnParts(shared(0.5), image, figures)).toBe(false);
  });

  test('parts that draw the same have none', () => {
    expect(haveOwnParts([left, left, right], image, figures)).toBe(false);
  });

  test('half of the ink must be drawn; what is drawn beside the ink does not count', () => {
    expect(haveOwnParts([times(0.6, left), right], image, figures)).toBe(true);
    expect(haveOwnParts([times(0.4, left), right], image, figures)).toBe(false);
    const beside = [0, 0, 0, 9, 0, 0, 0, 9];
    expect(haveOwnParts([left, sum(right, beside)], image, figures)).toBe(true);
    expect(haveOwnParts([sum(left, beside), right], image, figures)).toBe(true);
    expect(haveOwnParts([beside, right], image, figures)).toBe(false);
  });

  test('a figure without ink has none', () => {
    expect(haveOwnParts([left, nothing], left, figures)).toBe(false);
  });
});

describe('over a data set', () => {
  const [height, width] = [4, 8];
  const pixels = [0, 1].map((right) =>
    Array.from({ length: 16 }, (_, i) => Math.floor(i / 4) * width + (i % 4) + 4 * right),
  );
  const data = createDataset({
    name: 'halves',
    split: 'test',
    imageShape: [height, width, 1],
    images: new Uint8Array(3 * height * width).fill(255),
  });
  const leaf = (right: number, step: number) => ({
    level: 0,
    step,
    program: [0],
    action: [0, 0, 0, 0, 0, 0],
    toParent: [
      [2, 0, right ? -1 : 1],
      [0, 1, 0],
    ],
    toImage: [
      [2, 0, right ? -1 : 1],
      [0, 1, 0],
    ],
    patch: { shape: [8, 8, 1], data: new Array(64).fill(1) },
    children: [],
  });
  const tree = (...places: readonly number[]) => ({
    imageShape: [height, width, 1],
    root: {
      level: 1,
      step: 0,
      program: [0],
      action: null,
      toParent: null,
      toImage: [
        [1, 0, 0],
        [0, 1, 0],
      ],
      children: places.map((place, i) => leaf(place, i + 1)),
    },
  });

  test('trees come in batches, and each is looked at beside its own image', () => {
    const asked: number[] = [];
    const own = ownPartsOf(data, (item: number) => {
      asked.push(item);
      return pixels;
    });
    own.onTrees([tree(0, 1), tree(0, 0)]);
    own.onTrees([tree(1, 0)]);
    expect(asked).toEqual([0, 1, 2]);
    expect(own.share()).toBeCloseTo(2 / 3, 10);
  });
});
