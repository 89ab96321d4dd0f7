import { describe, expect, test } from '@jest/globals';
import { embeddedDigits } from '../../src/digits/index.js';
import { type Dataset, digitPairs, digitsOfPair, meanImage, onlyClasses, subset } from '../../src/index.js';
import { codeOf } from '../codeOf.js';
import { tiny } from '../tinyDataset.js';

const digits: Dataset = await embeddedDigits({ split: 'test' });

/** The quadrant of a 56×56 image, as a digit's bytes. */
function quadrantOf({ images }: Dataset, item: number, quadrant: number): Uint8Array {
  const out = new Uint8Array(784);
  const top = (quadrant >> 1) * 28;
  const left = (quadrant & 1) * 28;
  for (let y = 0; y < 28; y++) {
    const from = (item * 56 + top + y) * 56 + left;
    out.set(images.subarray(from, from + 28), y * 28);
  }
  return out;
}

describe('digit pairs', () => {
  const pairs = digitPairs(digits, { seed: 5, length: 300 });
  const names = ['top-left', 'top-right', 'bottom-left', 'bottom-right'];

  test('are two real digits in two quadrants, with both labels', () => {
    expect(pairs).toMatchObject({ name: 'digits-pairs', length: 300, imageShape: [56, 56, 1] });
    const labelOf = new Map<string, number>();
    for (let i = 0; i < digits.length; i++) {
      const image = digits.images.subarray(i * 784, (i + 1) * 784);
      labelOf.set(Buffer.from(image).toString('latin1'), digits.labels![i]!);
    }
    for (let item = 0; item < pairs.length; item++) {
      const filled = pairs.groupNames![pairs.groups![item]!]!.split(' ').map((name) => names.indexOf(name));
      const found = filled.map((quadrant) =>
        labelOf.get(Buffer.from(quadrantOf(pairs, item, quadrant)).toString('latin1')),
      );
      expect(found).toEqual(digitsOfPair(pairs.labels![item]!));
      expect(pairs.classNames![pairs.labels![item]!]).toBe(found.join(' '));
      for (const empty of [0, 1, 2, 3].filter((quadrant) => !filled.includes(quadrant))) {
        expect(Math.max(...quadrantOf(pairs, item, empty))).toBe(0);
      }
    }
  });

  test('use all places and all digits', () => {
    expect(new Set(pairs.groups).size).toBe(6);
    expect(new Set([...pairs.labels!].flatMap((label) => digitsOfPair(label))).size).toBe(10);
  });

  test('depend on the seed only; fewer are the first of more', () => {
    expect(digitPairs(digits, { seed: 5, length: 300 })).toEqual(pairs);
    const fewer = digitPairs(digits, { seed: 5, length: 20 });
    expect({ ...fewer, recipe: null }).toEqual({ ...subset(pairs, 0, 20), recipe: null });
    expect(digitPairs(digits, { seed: 6, length: 300 }).images).not.toEqual(pairs.images);
  });

  test('fit any even canvas', () => {
    const small = digitPairs(digits, { seed: 5, canvas: [28, 40], length: 200 });
    expect(small.imageShape).toEqual([28, 40, 1]);
    expect(small.labels!.subarray(0, 200)).toEqual(pairs.labels!.subarray(0, 200));
    const ink = (dataset: Dataset): number => meanImage(dataset).reduce((sum, value) => sum + value, 0);
    // Half as high and 20 of 28 as wide: the ink shrinks with the area.
    expect(ink(small) / ink(subset(pairs, 0, 200))).toBeCloseTo((14 * 20) / (28 * 28), 2);
  });

  test('what cannot be paired is refused', () => {
    expect(codeOf(() => digitPairs(digits, { seed: 1, canvas: [55, 56] }))).toBe('RNP_CONFIG');
    expect(codeOf(() => digitPairs(digits, { seed: 1, length: 0 }))).toBe('RNP_CONFIG');
    expect(codeOf(() => digitPairs(pairs, { seed: 1 }))).toBe('RNP_CONFIG');
    const { labels: _, ...plain } = tiny;
    expect(codeOf(() => digitPairs(plain, { seed: 1 }))).toBe('RNP_CONFIG');
    expect(digitPairs(onlyClasses(digits, [4]), { seed: 1, length: 3 }).labels).toEqual(
      Uint8Array.of(44, 44, 44),
    );
  });
});
