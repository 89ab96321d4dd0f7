import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { decodePng } from '@rnp/images';
import fc from 'fast-check';
import { encodePng, imageGrid, pngDataUri } from '../../src/index.js';
import { grey, pixel, thrown } from '../fixtures.js';

describe('encodePng', () => {
  test('bytes and floats come back as they were, 1 and 3 channels', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(1, 3),
        fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
        (width, height, channels, stream) => {
          const data = Uint8Array.from({ length: width * height * channels }, () => stream.next().value);
          const raster = { width, height, channels, data };
          const png = encodePng(raster);
          expect(decodePng(png)).toEqual(raster);
          expect(encodePng({ ...raster, data: Float32Array.from(data, (value) => value / 255) })).toEqual(
            png,
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  test('pictures of many strips, and of rows longer than one', () => {
    for (const [width, height] of [
      [700, 400],
      [300_000, 2],
      [1, 200_000],
    ] as const) {
      const data = Uint8Array.from({ length: width * height }, (_, i) => (i * i) % 251);
      const out = decodePng(encodePng({ width, height, channels: 1, data }));
      expect([out.width, out.height]).toEqual([width, height]);
      expect(Buffer.compare(out.data, data)).toBe(0);
    }
  });

  test('a bar on black is read by others', () => {
    // fflate's compressor in pieces referred to zeros before the first byte here.
    const data = Uint8Array.from({ length: 1200 }, (_, at) =>
      Math.abs((at % 40) - 10) < 3 && Math.abs(Math.floor(at / 40) - 8) < 9 ? 255 : 0,
    );
    const png = encodePng({ width: 40, height: 30, channels: 1, data });
    // Signature 8, header 25, then the length and name of the pixels' one chunk.
    const size = new DataView(png.buffer, png.byteOffset).getUint32(33);
    expect(inflateSync(png.subarray(41, 41 + size))).toHaveLength(30 * 41);
    expect(decodePng(png).data).toEqual(data);
  });

  test('labels are positions of colours: a palette PNG of one byte a pixel', () => {
    const labels = { width: 3, height: 1, channels: 1, data: Uint8Array.of(0, 2, 1) };
    const palette = [
      [0, 0, 0],
      [1, 0, 0.5],
      [0.2, 1, 0],
    ] as const;
    const png = encodePng(labels, { palette });
    // Depth and colour type of the header.
    expect([...png.subarray(24, 26)]).toEqual([8, 3]);
    expect(decodePng(png)).toEqual({
      width: 3,
      height: 1,
      channels: 3,
      data: Uint8Array.of(0, 0, 0, 51, 255, 0, 255, 0, 128),
    });
    expect(() => encodePng(labels, { palette: palette.slice(0, 2) })).toThrow(
      expect.objectContaining({ code: 'RNP_IMAGE_RASTER', path: 'raster.data[1]' }),
    );
    expect(() => encodePng(grey(1, 1), { palette })).toThrow(/one channel of bytes/);
    expect(() => encodePng(labels, { palette: [] })).toThrow(/from 1 to 256/);
  });

  test('values are clipped, infinite ones too', () => {
    const values = [-1, 2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5];
    expect([...decodePng(encodePng(grey(5, ...values))).data]).toEqual([0, 255, 255, 0, 128]);
  });

  test('NaN is refused, and the pixel is named', () => {
    expect(() => encodePng(grey(2, 0, 1, 1, Number.NaN))).toThrow(
      'raster.data[3]: is NaN at pixel (1, 1); give numbers, of which those in [0, 1] are drawn as they are',
    );
    const data = Float32Array.of(0, 0, 0, 0, Number.NaN, 0);
    expect(() => encodePng({ width: 2, height: 1, channels: 3, data })).toThrow(
      'raster.data[4]: is NaN at pixel (1, 0), channel 1',
    );
    const refused = { code: 'RNP_IMAGE_RASTER' };
    expect(() => imageGrid({ rows: [[null, grey(1, Number.NaN)]] })).toThrow(
      expect.objectContaining(refused),
    );
  });

  test('alpha is kept', () => {
    const clear = encodePng({ width: 1, height: 1, channels: 4, data: Float32Array.of(1, 0, 0, 0) });
    expect(pixel(decodePng(clear), 0, 0)).toEqual([255, 255, 255]);
  });

  test('a data URI is base64 of the file', () => {
    const png = encodePng(grey(1, 1));
    expect(Buffer.from(pngDataUri(png).replace('data:image/png;base64,', ''), 'base64')).toEqual(
      Buffer.from(png),
    );
    expect(pngDataUri(new Uint8Array(100_000)).length).toBe(22 + Math.ceil(100_000 / 3) * 4);
  });

  test('refuses a raster that is none', () => {
    expect(
      thrown(() => encodePng({ width: 2, height: 1, channels: 1, data: new Float32Array(1) })),
    ).toBeInstanceOf(RnpError);
  });
});
