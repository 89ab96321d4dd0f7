import { describe, expect, test } from '@jest/globals';
import { batchOf, createDataset, sequentialBatches } from '../src/index.js';
import { codeOf } from './codeOf.js';

const dataset = createDataset({
  name: 'counting',
  split: 'test',
  imageShape: [1, 2, 3],
  images: Uint8Array.from({ length: 42 }, (_, i) => i),
});
const whole = [...batchOf(dataset, [0, 1, 2, 3, 4, 5, 6])];

describe('sequentialBatches', () => {
  test('visits every image once, in order, the last batch smaller', () => {
    const batches = [...sequentialBatches(dataset, 3)];
    expect(batches.map(({ length }) => length / 6)).toEqual([3, 3, 1]);
    expect(batches.flatMap((values) => [...values])).toEqual(whole);
  });

  test('a batch larger than the data set is the whole of it', () => {
    expect([...sequentialBatches(dataset)].map((values) => [...values])).toEqual([whole]);
  });

  test('refuses a batch size that is no count', () => {
    for (const size of [0, -1, 1.5]) {
      expect(codeOf(() => [...sequentialBatches(dataset, size)])).toBe('RNP_CONFIG');
    }
  });
});

test('options where a number belongs are called an object', () => {
  const call = (): unknown => [...sequentialBatches(dataset, { batchSize: 0 } as never)];
  expect(call).toThrow('batchSize: must be an integer of at least 1, not an object (Object)');
});
