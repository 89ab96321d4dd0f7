import { expect, test } from '@jest/globals';
import { createDataset, meanImage, meanImageSse } from '../src/index.js';
import { codeOf } from './codeOf.js';
import { tiny } from './tinyDataset.js';

test('the mean of all images', () => {
  for (const value of meanImage(tiny)) expect(value).toBeCloseTo(25 / 255, 12);
});

test('its error, summed over pixels, is the mean over images', () => {
  const test255 = createDataset({
    name: 't',
    split: 'test',
    imageShape: [2, 2, 1],
    images: Uint8Array.of(255, 255, 255, 255, 25, 25, 25, 25),
  });
  expect(meanImageSse(tiny, test255)).toBeCloseTo((4 * (230 / 255) ** 2) / 2, 12);
  // Over its own images it is their variance: values 0 … 50 around 25, in 4 pixels.
  expect(meanImageSse(tiny, tiny)).toBeCloseTo((4 * (1750 / 6)) / 255 ** 2, 12);
});

test('images of another shape are refused', () => {
  const other = createDataset({ name: 'o', split: 's', imageShape: [1, 4, 1], images: new Uint8Array(4) });
  expect(codeOf(() => meanImageSse(tiny, other))).toBe('RNP_DATA_MISMATCH');
});
