import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { createRaster } from '@rnp/images';
import { colourParts } from '../src/index.js';
import { grey, pixel, thrown } from './fixtures.js';

const red = [1, 0, 0] as const;
const green = [0, 1, 0] as const;
const colourOf = (index: number) => (index === 0 ? red : green);

describe('colourParts', () => {
  test('each part in its colour, as bright as its ink, on black', () => {
    const out = colourParts([grey(3, 1, 0.5, 0), grey(3, 0, 0, 0)], { colourOf });
    expect([0, 1, 2].map((x) => pixel(out, x, 0))).toEqual([
      [255, 0, 0],
      [128, 0, 0],
      [0, 0, 0],
    ]);
  });

  test('overlap mixes by ink and is never brighter than 1', () => {
    const out = colourParts([grey(2, 0.25, 3), grey(2, 0.5, 1)], { colourOf });
    expect(pixel(out, 0, 0)).toEqual([64, 128, 0]);
    // Ink is clipped to 1 before it is summed.
    expect(pixel(out, 1, 0)).toEqual([128, 128, 0]);
  });

  test('NaN is refused, negative ink is none; a coloured part counts by its largest channel', () => {
    expect(() => colourParts([grey(2, Number.NaN, -1)])).toThrow('parts[0].data[0]: is NaN at pixel (0, 0)');
    expect(pixel(colourParts([grey(2, 0.5, -1)]), 1, 0)).toEqual([0, 0, 0]);
    const blue = { width: 1, height: 1, channels: 3, data: Float32Array.of(0, 0.1, 1) };
    expect(pixel(colourParts([blue], { colourOf }), 0, 0)).toEqual([255, 0, 0]);
  });

  test('uses the palette by itself', () => {
    expect(pixel(colourParts([grey(1, 0), grey(1, 1)]), 0, 0)).toEqual([230, 159, 0]);
  });

  test('refuses nothing, and parts of two sizes', () => {
    expect(thrown(() => colourParts([]))).toMatchObject({ code: 'RNP_IMAGE_RASTER', path: 'parts' });
    const error = thrown(() => colourParts([createRaster(2, 2, 1), createRaster(3, 2, 1)]));
    expect(error).toBeInstanceOf(RnpError);
    expect(error).toMatchObject({ path: 'parts[1]' });
  });
});
