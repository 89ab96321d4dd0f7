import { describe, expect, test } from '@jest/globals';
import { embeddedDigits } from '../../src/digits/index.js';
import type { Dataset } from '../../src/index.js';
import { listDatasets, loadDataset, loadOmniglot, loadOmniglotOneShot } from '../../src/node/index.js';

const dataDir = process.env.RNP_DATA_DIR;
const cached = new Set(
  dataDir
    ? (await listDatasets({ dataDir }))
        .filter((set) => set.cached.train && set.cached.test)
        .map(({ name }) => name)
    : [],
);

/** Runs where RNP_DATA_DIR holds the data set, and says so where it does not. */
function withData(name: string, title: string, run: () => Promise<void>): void {
  if (!cached.has(name))
    console.log(`skipped: ${title} (RNP_DATA_DIR ${dataDir ? `holds no ${name}` : 'is not set'})`);
  (cached.has(name) ? test : test.skip)(title, run);
}

const histogram = ({ labels, classNames }: Dataset): number[] =>
  classNames!.map((_, label) => labels!.filter((other) => other === label).length);

function imageKeys({ images, length }: Dataset): string[] {
  const size = images.length / length;
  return Array.from({ length }, (_, i) =>
    Buffer.from(images.subarray(i * size, (i + 1) * size)).toString('latin1'),
  );
}

describe('official files in RNP_DATA_DIR', () => {
  withData('mnist', 'MNIST has the digits it is known to have', async () => {
    const train = await loadDataset('mnist', { split: 'train', offline: true });
    const heldOut = await loadDataset('mnist', { split: 'test', offline: true });
    expect(histogram(train)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(histogram(heldOut)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect([...train.labels!.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
    expect(heldOut).toMatchObject({ length: 10_000, imageShape: [28, 28, 1], classNames: { length: 10 } });
  });

  withData('fashion-mnist', 'Fashion-MNIST has 6,000 and 1,000 of each class', async () => {
    for (const [split, each] of [
      ['train', 6000],
      ['test', 1000],
    ] as const) {
      const dataset = await loadDataset('fashion-mnist', { split, offline: true });
      expect(histogram(dataset)).toEqual(new Array(10).fill(each));
    }
  });

  withData(
    'mnist',
    'the embedded digits are images of MNIST with its labels, none of them of its test set',
    async () => {
      const keysOf = (dataset: Dataset): string[] =>
        imageKeys(dataset).map((key, i) => dataset.labels![i] + key);
      const train = new Set(keysOf(await loadDataset('mnist', { split: 'train', offline: true })));
      const official = new Set(keysOf(await loadDataset('mnist', { split: 'test', offline: true })));
      for (const split of ['train', 'test'] as const) {
        const digits = keysOf(await embeddedDigits({ split }));
        expect(digits.filter((key) => !train.has(key)).length).toBe(0);
        expect(digits.filter((key) => official.has(key)).length).toBe(0);
      }
    },
  );

  withData('omniglot', 'Omniglot is split by alphabet, Greek and Latin counted once', async () => {
    const train = await loadDataset('omniglot', { split: 'train', offline: true });
    const heldOut = await loadDataset('omniglot', { split: 'test', offline: true });
    expect(train).toMatchObject({ length: 4020, imageShape: [28, 28, 1], classNames: { length: 201 } });
    expect(heldOut).toMatchObject({ length: 820, imageShape: [28, 28, 1], classNames: { length: 41 } });
    expect(train.groupNames).toEqual([
      'Early_Aramaic',
      'Greek',
      'Japanese_(katakana)',
      'Korean',
      'Latin',
      'Sanskrit',
    ]);
    expect(heldOut.groupNames).toEqual(['Balinese', 'Tagalog']);
    for (const dataset of [train, heldOut]) {
      // Every character was drawn by 20 people, and belongs to the alphabet it is named after.
      expect(new Set(histogram(dataset))).toEqual(new Set([20]));
      const names = Array.from(dataset.labels!, (label) => dataset.classNames![label]!);
      expect(names.filter((name) => !/^[^/]+\/character\d\d$/.test(name))).toEqual([]);
      expect(names.map((name) => name.split('/')[0])).toEqual(
        Array.from(dataset.groups!, (group) => dataset.groupNames![group]),
      );
      const keys = imageKeys(dataset);
      expect(new Set(keys).size).toBeGreaterThan(0.999 * keys.length);
    }
    const trained = new Set(imageKeys(train));
    expect(imageKeys(heldOut).filter((key) => trained.has(key))).toEqual([]);
  });

  withData('omniglot', 'Omniglot has ink on black, and strokes survive being made smaller', async () => {
    const { images, length } = await loadDataset('omniglot', { split: 'test', offline: true });
    const ink = Array.from(
      { length },
      (_, i) => images.subarray(i * 784, (i + 1) * 784).filter((value) => value > 127).length,
    );
    expect(Math.min(...ink)).toBeGreaterThan(12);
    expect(Math.max(...ink)).toBeLessThan(260);
  });

  withData(
    'omniglot',
    'the one-shot runs have 20 characters each, and one right answer for each',
    async () => {
      const runs = await loadOmniglotOneShot({ offline: true });
      expect(runs.map(({ name }) => name)).toEqual(
        Array.from({ length: 20 }, (_, i) => `run${String(i + 1).padStart(2, '0')}`),
      );
      for (const { training, test: heldOut } of runs) {
        expect([...training.labels!]).toEqual(Array.from({ length: 20 }, (_, i) => i));
        expect([...heldOut.labels!].sort((a, b) => a - b)).toEqual([...training.labels!]);
      }
      // run01/class_labels.txt: item01 is class08, item02 class09, item03 class02.
      expect([...runs[0]!.test.labels!.subarray(0, 3)]).toEqual([7, 8, 1]);
    },
  );

  withData('eth-80', 'ETH-80 is split by object, each seen from 41 sides', async () => {
    const train = await loadDataset('eth-80', { split: 'train', offline: true });
    const heldOut = await loadDataset('eth-80', { split: 'test', offline: true });
    expect(train).toMatchObject({ length: 2624, imageShape: [50, 50, 3], groupNames: { length: 64 } });
    expect(histogram(train)).toEqual(new Array(8).fill(8 * 41));
    expect(histogram(heldOut)).toEqual(new Array(8).fill(2 * 41));
    expect(heldOut.groupNames!.slice(0, 4)).toEqual(['apple9', 'apple10', 'car12', 'car14']);
    expect(train.groupNames!.filter((name) => heldOut.groupNames!.includes(name))).toEqual([]);
    for (const { images, length, labels, classNames, groups, groupNames } of [train, heldOut]) {
      const classes = Array.from(labels!, (label) => classNames![label]);
      expect(Array.from(groups!, (group) => groupNames![group]!.replace(/\d+$/, ''))).toEqual(classes);
      // The corners are background, and the object fills a good part of the rest.
      const corners = Array.from({ length }, (_, i) => images[i * 7500]! + images[i * 7500 + 7499]!);
      expect(Math.max(...corners)).toBe(0);
      const filled = Array.from({ length }, (_, i) => {
        let count = 0;
        for (let at = 0; at < 7500; at++) if (images[i * 7500 + at]! > 0) count++;
        return count / 7500;
      });
      expect(Math.min(...filled)).toBeGreaterThan(0.05);
      expect(Math.max(...filled)).toBeLessThan(0.8);
    }
  });

  withData('omniglot-full', 'the large zips of Omniglot have 30 and 20 alphabets', async () => {
    const train = await loadOmniglot({ split: 'train', variant: 'full', offline: true });
    const heldOut = await loadOmniglot({ split: 'test', variant: 'full', offline: true });
    expect([train.length, train.classNames!.length, train.groupNames!.length]).toEqual([19_280, 964, 30]);
    expect([heldOut.length, heldOut.classNames!.length, heldOut.groupNames!.length]).toEqual([
      13_180, 659, 20,
    ]);
  });
});
