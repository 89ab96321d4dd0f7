import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import {
  checkRaster,
  createRaster,
  fitImage,
  fitInk,
  onPaper,
  preprocess,
  type Raster,
  resize,
  withChannels,
} from '../src/index.js';
import { thrown } from './fixtures.js';

describe('raster', () => {
  test('is made with one value', () => {
    expect(createRaster(2, 3, 1, 0.5)).toEqual({
      width: 2,
      height: 3,
      channels: 1,
      data: new Float32Array(6).fill(0.5),
    });
  });

  test.each([
    [{ width: 2, height: 2, channels: 2, data: new Float32Array(8) }, '.channels', /3 \(RGB\).*not 2/],
    [{ width: 0, height: 2, channels: 1, data: new Float32Array(0) }, '.width', /from 1, not 0/],
    [{ width: 2.5, height: 2, channels: 1, data: new Float32Array(5) }, '.width', /not 2\.5/],
    [
      { width: 2, height: undefined as never, channels: 1, data: new Float32Array(2) },
      '.height',
      /undefined/,
    ],
    [{ width: 2, height: 2, channels: 3, data: new Float32Array(4) }, '', /4 values.*12/],
  ])('says what does not fit', (raster, field, message) => {
    const error = thrown(() => checkRaster(raster, 'rows[0][1]')) as RnpError;
    expect(error).toBeInstanceOf(RnpError);
    expect(error).toMatchObject({ code: 'RNP_IMAGE_RASTER', path: `rows[0][1]${field}`, name: 'RnpError' });
    expect(error.message).toMatch(message);
  });

  test('of no size is refused', () => {
    expect(() => createRaster(0, 1, 1)).toThrow(RnpError);
    expect(() => createRaster(1, Number.NaN, 1)).toThrow(RnpError);
  });

  test('of floats is refused where bytes are taken: it would be read as black', () => {
    const floats = createRaster(4, 4, 1, 0.5) as unknown as Raster<Uint8Array>;
    const preprocessing = {
      size: [4, 4],
      channels: 1,
      fit: 'contain',
      background: 'auto',
      invert: 'auto',
      ink: false,
    } as const;
    const calls: (() => unknown)[] = [
      () => fitImage(floats, { height: 2, width: 2, channels: 1 }),
      () => fitInk(floats, { height: 2, width: 2 }),
      () => preprocess(floats, preprocessing),
      () => withChannels(floats, 3),
      () => onPaper(floats),
    ];
    for (const call of calls) {
      expect(thrown(call)).toMatchObject({
        code: 'RNP_IMAGE_RASTER',
        path: expect.stringMatching(/\.data$/),
        message: expect.stringContaining('Uint8Array'),
      });
    }
  });

  test('of clamped bytes, as a canvas has them, is one of bytes', () => {
    const data = Uint8ClampedArray.of(0, 255, 255, 10) as unknown as Uint8Array;
    const small = resize({ width: 2, height: 2, channels: 1, data }, 1, 1);
    expect([...small.data]).toEqual([130]);
    expect(small.data).toBeInstanceOf(Uint8Array);
  });
});
