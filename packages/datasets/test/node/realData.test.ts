import { describe, expect, test } from '@jest/globals';
import { embeddedDigits } from '../../src/digits/index.js';
import type { Dataset } from '../../src/index.js';
import { listDatasets, loadDataset } from '../../src/node/index.js';

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
      const keysOf = ({ images, labels, length }: Dataset): string[] =>
        Array.from(
          { length },
          (_, i) => labels![i] + Buffer.from(images.subarray(i * 784, (i + 1) * 784)).toString('latin1'),
        );
      const train = new Set(keysOf(await loadDataset('mnist', { split: 'train', offline: true })));
      const official = new Set(keysOf(await loadDataset('mnist', { split: 'test', offline: true })));
      for (const split of ['train', 'test'] as const) {
        const digits = keysOf(await embeddedDigits({ split }));
        expect(digits.filter((key) => !train.has(key)).length).toBe(0);
        expect(digits.filter((key) => official.has(key)).length).toBe(0);
      }
    },
  );
});
