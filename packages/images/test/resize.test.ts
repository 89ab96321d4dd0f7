import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Raster, resize } from '../src/index.js';

const grey = (width: number, height: number, data: ArrayLike<number>): Raster<Uint8Array> => ({
  width,
  height,
  channels: 1,
  data: Uint8Array.from(data),
});

describe('resize', () => {
  test('takes the mean over the area that a pixel covers', () => {
    expect([...resize(grey(4, 2, [0, 100, 255, 255, 0, 100, 255, 255]), 2, 1).data]).toEqual([50, 255]);
    // 3 → 2: each result pixel covers one and a half.
    expect([...resize(grey(3, 1, [0, 90, 180]), 2, 1).data]).toEqual([30, 150]);
  });

  test('is bilinear where it grows, edges on edges', () => {
    expect([...resize(grey(2, 1, [0, 100]), 4, 1).data]).toEqual([0, 25, 75, 100]);
  });

  test('keeps channels apart', () => {
    const colours = {
      width: 2,
      height: 1,
      channels: 3 as const,
      data: Uint8Array.of(10, 20, 30, 30, 40, 50),
    };
    expect([...resize(colours, 1, 1).data]).toEqual([20, 30, 40]);
  });

  test('keeps one value, whatever the sizes, and the mean to within rounding when it shrinks', () => {
    const size = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(size, size, size, size, fc.integer({ min: 0, max: 255 }), (w, h, W, H, value) => {
        const { data } = resize(grey(w, h, new Array(w * h).fill(value)), W, H);
        expect(data.length).toBe(W * H);
        expect(new Set(data)).toEqual(new Set([value]));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 60, maxLength: 60 }), size, size, (data, W, H) => {
        const [width, height] = [Math.min(W, 10), Math.min(H, 6)];
        const mean = (values: Uint8Array): number => values.reduce((sum, v) => sum + v, 0) / values.length;
        expect(Math.abs(mean(resize(grey(10, 6, data), width, height).data) - mean(data))).toBeLessThan(0.51);
      }),
    );
  });

  test.each([
    [
      1e9,
      1e9,
      'height: makes a raster of 1000000000×1000000000×1 values, more than 536870912; give a smaller size',
    ],
    [2e9, 1, 'width: makes a raster'],
    [2 ** 53, 1, 'width: must be a whole number'],
  ])('refuses %p × %p pixels before it allocates any', (width, height, words) => {
    const pixel = { width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 255) };
    let error: unknown;
    try {
      resize(pixel, width, height);
    } catch (cause) {
      error = cause;
    }
    expect(error).toMatchObject({ name: 'RnpError', message: expect.stringContaining(words) });
  });
});
