import { expect, test } from '@jest/globals';
import { createDataset, type Dataset, oneShotRuns } from '../../src/index.js';
import { codeOf } from '../codeOf.js';

/** Two alphabets, of four and three characters, each drawn by five people; a pixel tells character and person. */
const characters = [0, 1, 2, 3, 4, 5, 6];
const people = 5;
const data: Dataset = createDataset({
  name: 'marks',
  split: 'train',
  imageShape: [1, 2, 1],
  images: Uint8Array.from(characters.flatMap((c) => Array.from({ length: people }, (_, p) => [c, p]).flat())),
  labels: Uint8Array.from(characters.flatMap((c) => new Array(people).fill(c))),
  classNames: characters.map((c) => `character${c}`),
  groups: Uint8Array.from(characters.flatMap((c) => new Array(people).fill(c < 4 ? 0 : 1))),
  groupNames: ['four', 'three'],
});
const pixels = ({ images, length }: Dataset): number[][] =>
  Array.from({ length }, (_, i) => [...images.subarray(2 * i, 2 * i + 2)]);

test('a run has classes of one group, one person’s training images and another’s test images', () => {
  const runs = oneShotRuns(data, { count: 6, ways: 3, seed: 2 });
  expect(runs.map(({ name }) => name)).toEqual(['run01', 'run02', 'run03', 'run04', 'run05', 'run06']);
  for (const [index, { training, test: asked }] of runs.entries()) {
    const shown = pixels(training);
    const tested = pixels(asked);
    expect([...training.labels!]).toEqual([0, 1, 2]);
    expect([...asked.labels!].sort()).toEqual([0, 1, 2]);
    // The right answer is of the same character, and groups take turns.
    tested.forEach(([character], i) => {
      expect(shown[asked.labels![i]!]![0]).toBe(character);
      expect(asked.classNames![asked.labels![i]!]).toBe(`character${character}`);
      expect(character! < 4).toBe(index % 2 === 0);
    });
    const drawers = [shown, tested].map((drawn) => [...new Set(drawn.map(([, person]) => person))]);
    expect(drawers.map(({ length }) => length)).toEqual([1, 1]);
    expect(drawers[0]![0]).not.toBe(drawers[1]![0]);
  }
});

test('runs depend on the seed alone; a group with too few classes is left out', () => {
  const four = oneShotRuns(data, { count: 5, ways: 4, seed: 1 });
  expect(four.every(({ training }) => pixels(training).every(([character]) => character! < 4))).toBe(true);
  expect(oneShotRuns(data, { count: 2, ways: 4, seed: 1 })).toEqual(
    four.slice(0, 2).map((run) => ({
      ...run,
      training: { ...run.training, recipe: expect.anything() },
      test: { ...run.test, recipe: expect.anything() },
    })),
  );
  const other = oneShotRuns(data, { count: 5, ways: 4, seed: 3 });
  expect(other.map(({ test: { images } }) => [...images])).not.toEqual(
    four.map(({ test: { images } }) => [...images]),
  );
});

test('data that has no such runs', () => {
  const { groups: _1, groupNames: _2, ...ungrouped } = data;
  expect(oneShotRuns(ungrouped, { count: 1, ways: 7 })[0]!.training.length).toBe(7);
  const { labels: _3, classNames: _4, ...unlabelled } = data;
  const wrong: (() => unknown)[] = [
    () => oneShotRuns(data, { count: 1, ways: 5 }),
    () => oneShotRuns(data, { count: 1 }),
    () => oneShotRuns(unlabelled, { count: 1, ways: 2 }),
    () => oneShotRuns(data, { count: 0, ways: 2 }),
    () => oneShotRuns(data, { count: 1, ways: 257 }),
    () => oneShotRuns(data, { count: 1, ways: 2, seed: -1 }),
  ];
  for (const call of wrong) expect(codeOf(call)).toBe('RNP_CONFIG');
});
