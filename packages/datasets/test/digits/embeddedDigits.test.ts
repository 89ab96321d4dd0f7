import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { embeddedDigits } from '../../src/digits/index.js';
import type { Dataset } from '../../src/index.js';
import { failureOf } from '../codeOf.js';

const train = await embeddedDigits({ split: 'train' });
const heldOut = await embeddedDigits({ split: 'test' });

const imagesOf = (dataset: Dataset): string[] =>
  Array.from({ length: dataset.length }, (_, i) =>
    Buffer.from(dataset.images.subarray(i * 784, (i + 1) * 784)).toString('latin1'),
  );

describe('embeddedDigits', () => {
  test('9,000 to train, 1,000 held out', () => {
    expect(train).toMatchObject({ name: 'digits', split: 'train', length: 9000, imageShape: [28, 28, 1] });
    expect(heldOut).toMatchObject({ name: 'digits', split: 'test', length: 1000 });
  });

  test('no image twice, none in both splits', () => {
    expect(new Set([...imagesOf(train), ...imagesOf(heldOut)]).size).toBe(10_000);
  });

  test('never change', () => {
    const hash = ({ images, labels }: Dataset): string =>
      createHash('sha256').update(images).update(labels!).digest('hex');
    expect(hash(train)).toBe('300d5a71eb76e9cfd9c8e64a0904546c3d2e1d8554f88ba967f346d36a93591d');
    expect(hash(heldOut)).toBe('5d74158e33e44bfe6ec2665bbe46bb6b0308736211247c7e1a42fb8d33f32cbc');
    expect([...heldOut.labels!.subarray(0, 10)]).toEqual([3, 1, 5, 0, 8, 6, 9, 7, 7, 0]);
  });

  test('hold the classes in equal proportion, mixed', () => {
    const count = (labels: ArrayLike<number>): number[] =>
      Array.from({ length: 10 }, (_, digit) => Array.from(labels).filter((label) => label === digit).length);
    const held = count(heldOut.labels!);
    count(train.labels!).forEach((trained, digit) => {
      expect(Math.abs(held[digit]! - (trained + held[digit]!) / 10)).toBeLessThanOrEqual(1);
    });
    for (const { labels } of [train, heldOut]) {
      expect(Math.min(...count(labels!.subarray(0, 200)))).toBeGreaterThan(5);
    }
  });

  test('look like digits: ink in the middle, none at the border', () => {
    const sums = new Float64Array(784);
    train.images.forEach((value, i) => {
      sums[i % 784]! += value / 255 / train.length;
    });
    expect(sums[14 * 28 + 14]).toBeGreaterThan(0.3);
    for (let i = 0; i < 28; i++) expect(sums[i]! + sums[i * 28]! + sums[i * 28 + 27]!).toBeLessThan(0.01);
    expect(sums.reduce((a, b) => a + b)).toBeCloseTo(101, -1);
  });

  test('another split is refused', async () => {
    const error = await failureOf(embeddedDigits({ split: 'validation' as 'train' }));
    expect(error.code).toBe('RNP_CONFIG');
  });
});
