import { describe, expect, test } from '@jest/globals';
import type { RnpError } from '@rnp/errors';
import { createRaster } from '@rnp/images';
import { imageGrid } from '../../src/index.js';
import { grey, pixel } from '../fixtures.js';

const white = [1, 1, 1] as const;
const red = [1, 0, 0] as const;

describe('sheet', () => {
  test('squares for pixels, gaps, and columns that know where they lie', () => {
    const out = imageGrid({
      rows: [[grey(2, 1, 0, 0, 0.5), createRaster(1, 1, 3, 0.2)]],
      scale: 3,
      gap: 2,
      background: white,
    });
    expect(out).toMatchObject({ width: 6 + 2 + 3, height: 6, channels: 3 });
    expect(out.columns).toEqual([
      { start: 0, end: 6 },
      { start: 8, end: 11 },
    ]);
    expect(pixel(out, 2, 2)).toEqual([255, 255, 255]);
    expect(pixel(out, 3, 2)).toEqual([0, 0, 0]);
    expect(pixel(out, 5, 5)).toEqual([128, 128, 128]);
    expect(pixel(out, 6, 0)).toEqual([255, 255, 255]);
    // One pixel high in a row of two: it stands in the middle.
    expect(pixel(out, 9, 0)).toEqual([255, 255, 255]);
    expect(pixel(out, 9, 3)).toEqual([51, 51, 51]);
  });

  test('borders stand around a picture and cost none of it', () => {
    const out = imageGrid({
      rows: [[createRaster(2, 2, 1), { raster: createRaster(2, 2, 1), border: red }]],
      scale: 1,
      gap: 1,
      border: 2,
      background: white,
    });
    expect(out).toMatchObject({ width: 2 + 1 + 6, height: 6 });
    expect(pixel(out, 3, 0)).toEqual([255, 0, 0]);
    expect(pixel(out, 8, 5)).toEqual([255, 0, 0]);
    expect(pixel(out, 5, 2)).toEqual([0, 0, 0]);
    expect(pixel(out, 4, 2)).toEqual([255, 0, 0]);
    expect(pixel(out, 0, 0)).toEqual([255, 255, 255]);
    expect(pixel(out, 0, 2)).toEqual([0, 0, 0]);
  });

  test('is transparent where there is nothing, and lays one transparent sheet on another', () => {
    const inner = imageGrid({ rows: [[grey(1, 1), null, grey(1, 1)]], scale: 1, gap: 1 });
    expect(inner).toMatchObject({ width: 1 + 1 + 0 + 1 + 1, channels: 4 });
    expect(pixel(inner, 1, 0)).toEqual([0, 0, 0, 0]);
    expect(pixel(imageGrid({ rows: [[inner]], scale: 1 }), 1, 0)).toEqual([0, 0, 0, 0]);
    expect(pixel(imageGrid({ rows: [[inner]], scale: 1, background: red }), 1, 0)).toEqual([255, 0, 0]);
    const half = { width: 1, height: 1, channels: 4, data: Float32Array.of(0, 0, 1, 0.5) };
    expect(pixel(imageGrid({ rows: [[half]], scale: 1, background: red }), 0, 0)).toEqual([128, 0, 128]);
    expect(pixel(imageGrid({ rows: [[half]], scale: 1 }), 0, 0)).toEqual([0, 0, 255, 128]);
  });

  test('rows may differ in length', () => {
    expect(imageGrid({ rows: [[grey(1, 1)], [grey(1, 1), grey(1, 1)]], scale: 2, gap: 1 })).toMatchObject({
      width: 5,
      height: 5,
    });
  });

  test.each([
    [{ rows: [] }, 'RNP_IMAGE_RASTER'],
    [{ rows: [[null]] }, 'RNP_IMAGE_RASTER'],
    [{ rows: [[grey(1, 1)]], scale: 0 }, 'RNP_CONFIG'],
    [{ rows: [[grey(1, 1)]], scale: 1.5 }, 'RNP_CONFIG'],
    [{ rows: [[grey(1, 1)]], gap: -1 }, 'RNP_CONFIG'],
    [{ rows: [[grey(1, 1)]], scale: 100_000 }, 'RNP_IMAGE_TOO_LARGE'],
  ])('refuses what it cannot draw (%#)', (options, code) => {
    expect(() => imageGrid(options)).toThrow(expect.objectContaining({ code }) as unknown as RnpError);
  });
});
