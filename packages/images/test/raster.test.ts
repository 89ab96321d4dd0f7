import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { checkRaster, createRaster } from '../src/index.js';
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
    [{ width: 2, height: 2, channels: 2, data: new Float32Array(8) }, /channels/],
    [{ width: 0, height: 2, channels: 1, data: new Float32Array(0) }, /size/],
    [{ width: 2.5, height: 2, channels: 1, data: new Float32Array(5) }, /size/],
    [{ width: 2, height: 2, channels: 3, data: new Float32Array(4) }, /4 values.*12/],
  ])('says what does not fit', (raster, message) => {
    const error = thrown(() => checkRaster(raster, 'rows[0][1]')) as RnpError;
    expect(error).toBeInstanceOf(RnpError);
    expect(error).toMatchObject({ code: 'RNP_IMAGE_RASTER', path: 'rows[0][1]', name: 'RnpError' });
    expect(error.message).toMatch(message);
  });

  test('of no size is refused', () => {
    expect(() => createRaster(0, 1, 1)).toThrow(RnpError);
    expect(() => createRaster(1, Number.NaN, 1)).toThrow(RnpError);
  });
});
