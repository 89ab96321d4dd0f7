import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRaster, fitImage, resize, VizError } from '../../src/index.js';
import { grey, pixel, thrown } from '../fixtures.js';

describe('resize', () => {
  test('shrinking takes the mean of what is covered, also by parts', () => {
    expect([...resize(grey(4, 0, 1, 1, 1), 2, 1).data]).toEqual([0.5, 1]);
    const [left, right] = resize(grey(3, 1, 0, 0), 2, 1).data;
    expect(left).toBeCloseTo(2 / 3, 6);
    expect(right).toBeCloseTo(0, 6);
  });

  test('growing is bilinear between pixel centres', () => {
    expect([...resize(grey(2, 0, 1), 4, 1).data]).toEqual([0, 0.25, 0.75, 1]);
    expect([...resize(grey(1, 0.5), 3, 2).data]).toEqual(new Array(6).fill(0.5));
  });

  test('a constant stays, and shrinking by whole numbers keeps the mean', () => {
    const side = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(side, side, side, side, (w, h, W, H) => {
        for (const value of resize(createRaster(w, h, 3, 0.7), W, H).data) expect(value).toBeCloseTo(0.7, 5);
      }),
    );
    const picture = grey(4, ...Array.from({ length: 16 }, (_, i) => i / 16));
    const mean = (values: Float32Array): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(resize(picture, 2, 2).data)).toBeCloseTo(mean(picture.data), 6);
  });
});

describe('fitImage', () => {
  test('keeps the aspect and fills with black', () => {
    const out = fitImage(createRaster(8, 4, 1, 0.4), { width: 4, height: 4, channels: 1 });
    expect([0, 1, 2, 3].map((y) => pixel(out, 0, y)[0])).toEqual([0, 102, 102, 0]);
  });

  test('turns dark ink on paper into ink = 1 on black, and leaves ink on black alone', () => {
    const paper = grey(3, 1, 1, 1, 1, 0, 1, 1, 1, 1);
    const ink = grey(3, 0, 0, 0, 0, 1, 0, 0, 0, 0);
    const size = { width: 3, height: 3, channels: 1 };
    expect(fitImage(paper, size).data).toEqual(ink.data);
    expect(fitImage(ink, size).data).toEqual(ink.data);
    expect(fitImage(paper, { ...size, invert: false }).data).toEqual(paper.data);
    expect(fitImage(ink, { ...size, invert: true }).data).toEqual(paper.data);
    // The letterbox is no part of the image and stays black.
    expect(pixel(fitImage(paper, { ...size, height: 5 }), 0, 0)).toEqual([0]);
  });

  test('channels: luma, three equal ones, alpha on black', () => {
    const red = { width: 1, height: 1, channels: 3, data: Float32Array.of(1, 0, 0) };
    expect(fitImage(red, { width: 1, height: 1, channels: 1 }).data[0]).toBeCloseTo(0.2126, 5);
    expect(pixel(fitImage(grey(1, 0.2), { width: 1, height: 1, channels: 3 }), 0, 0)).toEqual([51, 51, 51]);
    const faint = { width: 1, height: 1, channels: 4, data: Float32Array.of(1, 1, 1, 0.2) };
    expect(pixel(fitImage(faint, { width: 1, height: 1, channels: 3 }), 0, 0)).toEqual([51, 51, 51]);
    // Three channels: a bright border may be the picture's own.
    expect(pixel(fitImage(createRaster(2, 2, 3, 1), { width: 2, height: 2, channels: 3 }), 0, 0)).toEqual([
      255, 255, 255,
    ]);
  });

  test('any size fits any frame, values stay in [0, 1]', () => {
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.constantFrom(1, 3, 4),
        fc.constantFrom(1, 3),
        (w, h, W, H, from, to) => {
          const out = fitImage(createRaster(w, h, from, 0.8), { width: W, height: H, channels: to });
          expect(out).toMatchObject({ width: W, height: H, channels: to });
          expect(out.data.every((value) => value >= 0 && value <= 1)).toBe(true);
        },
      ),
    );
  });

  test('refuses sizes and channels that are none', () => {
    for (const options of [
      { width: 0, height: 1, channels: 1 },
      { width: 1, height: 1e9, channels: 1 },
      { width: 1, height: 1, channels: 2 },
    ]) {
      const error = thrown(() => fitImage(grey(1, 1), options));
      expect(error).toBeInstanceOf(VizError);
      expect(error).toMatchObject({ code: 'RNP_IMAGE_OPTION' });
    }
  });
});
