import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeMask, encodeMask, type MaskRle } from '../../src/index.js';

/** Rows of a mask, '#' within it. */
function maskOf(...rows: string[]): { mask: Uint8Array; width: number; height: number } {
  return {
    mask: Uint8Array.from([...rows.join('')], (pixel) => (pixel === '#' ? 1 : 0)),
    width: rows[0]!.length,
    height: rows.length,
  };
}

// By hand, as pycocotools counts: column after column, and the first count is of zeros.
test.each<[rows: string[], counts: number[]]>([
  [['..', '..', '..'], [6]],
  [
    ['##', '##', '##'],
    [0, 6],
  ],
  [
    ['#.', '..', '..'],
    [0, 1, 5],
  ],
  [
    ['..', '..', '.#'],
    [5, 1],
  ],
  [
    ['#.', '#.', '#.'],
    [0, 3, 3],
  ],
  [
    ['##', '..', '..'],
    [0, 1, 2, 1, 2],
  ],
  [
    ['..#.', '.##.', '..#.'],
    [4, 1, 1, 3, 3],
  ],
])('the mask %j has the counts %j', (rows, counts) => {
  const { mask, width, height } = maskOf(...rows);
  expect(encodeMask(mask, { width, height })).toEqual({ size: [height, width], counts });
  expect(decodeMask({ size: [height, width], counts })).toEqual(mask);
});

test('masks of any size and any runs come back as they were, through JSON too', () => {
  const masks = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
    .chain(([width, height]) =>
      fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        mask: fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 1 }),
      }),
    );
  fc.assert(
    fc.property(masks, ({ mask, width, height }) => {
      const rle = encodeMask(mask, { width, height });
      expect(rle.counts.reduce((sum, count) => sum + count, 0)).toBe(width * height);
      // Only the first run can be of no pixel.
      expect(rle.counts.slice(1)).not.toContain(0);
      expect(decodeMask(JSON.parse(JSON.stringify(rle)))).toEqual(mask);
    }),
  );
});

test('any value but 0 is within a mask', () => {
  expect(encodeMask(Uint8Array.of(0, 7, 255, 0), { width: 4, height: 1 }).counts).toEqual([1, 2, 1]);
});

test.each<[rle: unknown, path: string, message: RegExp]>([
  [null, 'rle', /must be an object/],
  [[], 'rle', /must be an object/],
  [{ counts: [4] }, 'rle.size', /list of 2 numbers/],
  [{ size: [2], counts: [2] }, 'rle.size', /list of 2 numbers/],
  [{ size: [2, 2.5], counts: [5] }, 'rle.size[1]', /whole number/],
  [{ size: [0, 2], counts: [0] }, 'rle.size[0]', /whole number/],
  [{ size: [-2, -2], counts: [4] }, 'rle.size[0]', /whole number/],
  [{ size: [1e5, 1e5], counts: [1e10] }, 'rle.size[0]', /100000×100000, more than 64000000 pixels/],
  [{ size: [1e300, 1], counts: [1e300] }, 'rle.size[0]', /whole number/],
  [{ size: [2, 2] }, 'rle.counts', /a list/],
  [{ size: [2, 2], counts: { length: 1, 0: 4 } }, 'rle.counts', /a list/],
  [{ size: [2, 2], counts: '04' }, 'rle.counts', /compressed/],
  [{ size: [2, 2], counts: [] }, 'rle.counts', /sum to 0, but 2×2 are 4 pixels/],
  [{ size: [2, 2], counts: [1, 2] }, 'rle.counts', /sum to 3, but 2×2 are 4 pixels/],
  [{ size: [2, 2], counts: [1, 2, 4] }, 'rle.counts', /sum to 7/],
  [{ size: [2, 2], counts: [5, -1] }, 'rle.counts[0]', /whole number from 0 to 4/],
  [{ size: [2, 2], counts: [3, -1, 2] }, 'rle.counts[1]', /whole number from 0 to 4/],
  [{ size: [2, 2], counts: [1.5, 2.5] }, 'rle.counts[0]', /whole number/],
  [{ size: [2, 2], counts: [Number.NaN, 4] }, 'rle.counts[0]', /whole number/],
  [{ size: [2, 2], counts: ['2', 2] }, 'rle.counts[0]', /whole number/],
  // A hole in a list is no count.
  [{ size: [2, 2], counts: Object.assign(new Array(2), { 1: 4 }) }, 'rle.counts[0]', /whole number/],
])('%j is no mask', (rle, path, message) => {
  const refused = { code: 'RNP_IMAGES', path, message: expect.stringMatching(message) };
  expect(() => decodeMask(rle as MaskRle)).toThrow(expect.objectContaining(refused));
});

test('a mask of another size is refused', () => {
  const message = expect.stringMatching(/has 5 pixels, but 2×2 are 4/);
  const refused = { code: 'RNP_IMAGES', path: 'mask', message };
  expect(() => encodeMask(new Uint8Array(5), { width: 2, height: 2 })).toThrow(
    expect.objectContaining(refused),
  );
});
