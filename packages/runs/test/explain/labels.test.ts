import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scaledLabels } from '../../src/explain/labels.js';

const labels = { width: 2, height: 2, data: Uint8Array.of(0, 1, 2, 3) };

describe('scaledLabels', () => {
  test.each([
    [2, 2, [0, 1, 2, 3]],
    [4, 2, [0, 0, 1, 1, 2, 2, 3, 3]],
    // The pixel in the middle lies on the edge of two, and is of the one behind it.
    [3, 1, [2, 3, 3]],
    [1, 1, [3]],
  ])('to %i×%i', (width, height, data) => {
    expect(scaledLabels(labels, width, height)).toEqual({ width, height, data: Uint8Array.from(data) });
  });

  test('makes no label, of whatever size', () => {
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(side, side, side, side, (width, height, toWidth, toHeight) => {
        const data = new Uint8Array(width * height).fill(7);
        expect(new Set(scaledLabels({ width, height, data }, toWidth, toHeight).data)).toEqual(new Set([7]));
      }),
    );
  });
});
