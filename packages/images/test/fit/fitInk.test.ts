import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import fc from 'fast-check';
import { fitInk, onPaper, type Raster, unitFloats } from '../../src/index.js';
import { evenPicture, grey, thrown } from '../fixtures.js';

const size = { width: 28, height: 28 };

interface Bar {
  readonly page: readonly [width: number, height: number];
  readonly at: readonly [left: number, top: number, width: number, height: number];
  readonly ground?: number;
  readonly ink?: number;
}

/** A page with a bar on it. */
function bar({ page: [width, height], at: [left, top, w, h], ground = 0, ink = 1 }: Bar): Raster<Uint8Array> {
  const raster = evenPicture(width, height, 1, ground);
  for (let y = top; y < top + h; y++)
    raster.data.fill(Math.round(255 * ink), y * width + left, y * width + left + w);
  return raster;
}

/** The box of what is brighter than ½, and the centre of mass. */
function measured({ width, data }: Raster) {
  const lit = [...data.keys()].filter((at) => data[at]! > 0.5);
  const [xs, ys] = [lit.map((at) => at % width), lit.map((at) => Math.floor(at / width))];
  const mass = data.reduce((sum, value) => sum + value, 0);
  const centre = [...data.keys()].reduce(
    ([x, y], at) => [
      x! + (data[at]! * ((at % width) + 0.5)) / mass,
      y! + (data[at]! * (Math.floor(at / width) + 0.5)) / mass,
    ],
    [0, 0],
  );
  const extent = (values: number[]): number => Math.max(...values) - Math.min(...values) + 1;
  return { width: extent(xs), height: extent(ys), centre };
}

describe('onPaper', () => {
  test('goes by the border', () => {
    expect(onPaper(bar({ page: [90, 60], at: [30, 20, 20, 10], ground: 1, ink: 0 }))).toBe(true);
    expect(onPaper(bar({ page: [90, 60], at: [30, 20, 20, 10] }))).toBe(false);
    // A line around a large page is not its ground.
    expect(onPaper(bar({ page: [300, 300], at: [1, 1, 298, 298] }))).toBe(true);
    expect(onPaper(evenPicture(3, 3, 3, 0))).toBe(false);
  });
});

describe('fitInk', () => {
  test('wherever the ink is and however large: 20 of 28 pixels high, in the middle, from 0 to 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 150 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 4, max: 20 }),
        fc.boolean(),
        (left, top, thirds, paper) => {
          const [w, h] = [thirds * 2, thirds * 5];
          const [ground, ink] = paper ? [0.9, 0.3] : [0.1, 0.6];
          const out = fitInk(bar({ page: [300, 240], at: [left + 5, top + 5, w, h], ground, ink }), size)!;
          expect([out.width, out.height, out.channels]).toEqual([28, 28, 1]);
          const { width, height, centre } = measured(out);
          expect([width, height]).toEqual([8, 20]);
          for (const at of centre) expect(Math.abs(at! - 14)).toBeLessThanOrEqual(0.5);
          expect(Math.max(...out.data)).toBeCloseTo(1, 5);
          expect(Math.min(...out.data)).toBeCloseTo(0, 5);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a line by a thin pen on a large page becomes one of two pixels', () => {
    for (const pen of [2, 3, 6]) {
      const out = fitInk(bar({ page: [600, 500], at: [200, 50, pen, 400], ground: 1, ink: 0 }), size)!;
      const row = [...out.data.subarray(14 * 28, 15 * 28)];
      const total = row.reduce((sum, value) => sum + value, 0);
      expect(total).toBeGreaterThan(1.5);
      expect(total).toBeLessThan(3);
    }
  });

  test('ink that is of MNIST’s size already stays as it is', () => {
    const digit = bar({ page: [28, 28], at: [10, 4, 8, 20] });
    expect(fitInk(digit, size)!.data).toEqual(unitFloats(digit.data));
    const larger = fitInk(bar({ page: [140, 140], at: [50, 20, 40, 100] }), size)!;
    for (const [at, value] of larger.data.entries()) expect(value).toBeCloseTo(digit.data[at]! / 255, 5);
  });

  test('colour goes by its luma; inversion can be said', () => {
    const red = { width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) };
    const white = { width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 255, 255) };
    const page = evenPicture(40, 40, 3, 1);
    for (let y = 10; y < 30; y++) for (let x = 18; x < 22; x++) page.data.set(red.data, (y * 40 + x) * 3);
    expect(measured(fitInk(page, size)!)).toMatchObject({ width: 4, height: 20 });
    expect(fitInk(page, { ...size, invert: false })).toBeNull();
    expect(fitInk(white, size)).toBeNull();
  });

  test('a blank page has no ink; what is no raster or no size is refused', () => {
    expect(fitInk(evenPicture(50, 40, 1, 0.8), size)).toBeNull();
    expect(fitInk(grey(2, 0.8, 0.84, 0.8, 0.8), size)).toBeNull();
    const error = thrown(() => fitInk(evenPicture(4, 4, 1), { width: 0, height: 28 }));
    expect(error).toBeInstanceOf(RnpError);
    expect(error).toMatchObject({ code: 'RNP_CONFIG', path: 'width' });
    expect(thrown(() => fitInk({ ...evenPicture(4, 4, 1), width: 5 }, size))).toMatchObject({
      code: 'RNP_IMAGE_RASTER',
    });
  });
});
