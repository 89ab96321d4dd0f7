import { expect, test } from '@jest/globals';
import { batchIndices, batchOf, createDataset, trainingData } from '../src/index.js';
import { codeOf } from './codeOf.js';

const dataset = createDataset({
  name: 'counting',
  split: 'train',
  imageShape: [2, 1, 1],
  images: Uint8Array.from({ length: 40 }, (_, i) => i),
});

test('a step has the images of its indices, whatever was asked before', () => {
  const data = trainingData(dataset);
  expect(data).toMatchObject({ imageShape: [2, 1, 1], length: 20 });
  for (const step of [9, 0, 9]) {
    const expected = batchOf(dataset, batchIndices(20, 6, 3, step));
    expect(data.batch({ step, batchSize: 6, seed: 3 })).toEqual(expected);
  }
});

test('a batch larger than the data set is refused', () => {
  expect(codeOf(() => trainingData(dataset).batch({ step: 0, batchSize: 21, seed: 0 }))).toBe('RNP_CONFIG');
  for (const request of [
    null,
    undefined,
    {},
    { step: Number.NaN, batchSize: 2, seed: 0 },
    { step: 0, batchSize: 2, seed: 0, shuffle: true },
  ]) {
    expect(codeOf(() => trainingData(dataset).batch(request as never))).toBe('RNP_CONFIG');
  }
});
