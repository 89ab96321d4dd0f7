import { expect, test } from '@jest/globals';
import { embeddedDigits } from '../../src/digits/index.js';
import { coloured, subset } from '../../src/index.js';
import { codeOf } from '../codeOf.js';
import { tiny } from '../tinyDataset.js';

test('one hue an image, black stays black, brightness stays', async () => {
  const digits = subset(await embeddedDigits({ split: 'test' }), 0, 40);
  const { images, imageShape, length, labels } = coloured(digits, { seed: 3 });
  expect(imageShape).toEqual([28, 28, 3]);
  expect(labels).toEqual(digits.labels);
  const hues = new Set<string>();
  for (let item = 0; item < length; item++) {
    for (let pixel = 0; pixel < 784; pixel++) {
      const at = item * 784 + pixel;
      const colour = images.subarray(at * 3, at * 3 + 3);
      const grey = digits.images[at]!;
      // A saturated colour of full value reaches the grey level, and none of its channels is below a fifth of it.
      if (Math.max(...colour) !== grey || Math.min(...colour) !== Math.round(grey * 0.2)) {
        throw new Error(`pixel ${pixel} of image ${item}: grey ${grey} became ${colour}`);
      }
      if (grey === 255) hues.add(`${item}: ${colour}`);
    }
  }
  expect(hues.size).toBeLessThanOrEqual(40);
  expect(new Set([...hues].map((hue) => hue.replace(/^\d+: /, ''))).size).toBeGreaterThan(25);
});

test('another size, the same colours from the same seed', () => {
  const large = coloured(tiny, { size: [5, 4], seed: 1 });
  expect(large).toMatchObject({ name: 'tiny-coloured', length: 6, imageShape: [5, 4, 3] });
  expect(large).toEqual(coloured(tiny, { size: [5, 4], seed: 1 }));
  expect(large.images).not.toEqual(coloured(tiny, { size: [5, 4], seed: 2 }).images);
});

test('what cannot be coloured is refused', () => {
  expect(codeOf(() => coloured(coloured(tiny, { seed: 1 }), { seed: 1 }))).toBe('RNP_CONFIG');
  expect(codeOf(() => coloured(tiny, { seed: -1 }))).toBe('RNP_CONFIG');
  expect(codeOf(() => coloured(tiny, { size: [0, 5], seed: 1 }))).toBe('RNP_CONFIG');
});
