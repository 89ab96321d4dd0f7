import { expect, test } from '@jest/globals';
import { createDataset, type Dataset, recombined } from '../../src/index.js';
import { codeOf } from '../codeOf.js';
import { tiny } from '../tinyDataset.js';

const side = 5;
/** Two images of 5×5 pixels in two channels in which no value comes twice. */
const two: Dataset = createDataset({
  name: 'two',
  split: 'train',
  imageShape: [side, side, 2],
  images: Uint8Array.from({ length: 100 }, (_, at) => at),
});

const imagesOf = ({ images, length }: Dataset): number[][] =>
  Array.from({ length }, (_, item) => [...images.subarray(item * 50, (item + 1) * 50)]);

test('whole drawings come in all eight orientations, no pixel lost, channels together', () => {
  const seen = new Set<string>();
  for (const image of imagesOf(recombined(two, { count: 400, joined: 0, seed: 1 }))) {
    const first = image[0]! < 50 ? 0 : 50;
    expect([...image].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => first + i));
    for (let at = 0; at < 50; at += 2) expect(image[at + 1]).toBe(image[at]! + 1);
    seen.add(image.join());
  }
  expect(seen.size).toBe(16);
});

test('a joined drawing has a straight cut: on a line through it, never more than one change', () => {
  // All of an image one value, so that the cut shows.
  const flat = createDataset({
    ...two,
    images: Uint8Array.from({ length: 100 }, (_, at) => (at < 50 ? 1 : 2)),
  });
  const joined = imagesOf(recombined(flat, { count: 200, joined: 1, seed: 2 }));
  let cut = 0;
  for (const image of joined) {
    const rows = Array.from({ length: side }, (_, y) =>
      image.slice(y * 10, y * 10 + 10).filter((_, i) => i % 2 === 0),
    );
    const columns = Array.from({ length: side }, (_, x) => rows.map((row) => row[x]!));
    for (const line of [...rows, ...columns]) {
      expect(line.filter((value, i) => i > 0 && value !== line[i - 1]).length).toBeLessThanOrEqual(1);
    }
    if (new Set(image).size === 2) cut++;
  }
  // Two halves of the same image, one in two of the pairs, show no cut.
  expect(cut).toBeGreaterThan(60);
  expect(cut).toBeLessThan(140);
});

test('the same from the same seed, without labels', () => {
  const options = { count: 30, joined: 0.5, seed: 3 };
  expect(recombined(two, options)).toEqual(recombined(two, options));
  expect(recombined(two, options).images).not.toEqual(recombined(two, { ...options, seed: 4 }).images);
  const drawn = recombined(tiny, options);
  expect(drawn).toMatchObject({ name: 'tiny-recombined', split: 'train', length: 30, imageShape: [2, 2, 1] });
  expect(drawn.labels).toBeUndefined();
});

test('what cannot be recombined is refused', () => {
  const options = { count: 3, joined: 0.5, seed: 1 };
  const wide = createDataset({ ...two, imageShape: [2, 5, 5] });
  expect(codeOf(() => recombined(wide, options))).toBe('RNP_CONFIG');
  for (const joined of [-0.1, 1.1, Number.NaN]) {
    expect(codeOf(() => recombined(two, { ...options, joined }))).toBe('RNP_CONFIG');
  }
  expect(codeOf(() => recombined(two, { ...options, count: 0 }))).toBe('RNP_CONFIG');
  expect(codeOf(() => recombined(two, { ...options, seed: -1 }))).toBe('RNP_CONFIG');
});
