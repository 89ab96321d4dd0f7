import { describe, expect, test } from '@jest/globals';
import { decodePng, ImageError } from '@rnp/images';
import fc from 'fast-check';
import { encodePng, pngDataUri } from '../../src/index.js';
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

  test('beside a picture there is never a second one of its size', () => {
    const sizes: number[] = [];
    const { width, height } = { width: 1000, height: 1000 };
    const before = globalThis.Uint8Array;
    const data = new Float32Array(width * height * 4);
    try {
      globalThis.Uint8Array = new Proxy(before, {
        construct: (target, args) => {
          if (typeof args[0] === 'number') sizes.push(args[0]);
          return Reflect.construct(target, args);
        },
      });
      encodePng({ width, height, channels: 4, data });
    } finally {
      globalThis.Uint8Array = before;
    }
    expect(sizes.length).toBeGreaterThan(0);
    expect(Math.max(...sizes)).toBeLessThan(data.length / 10);
  });

  test('values are clipped, NaN is black', () => {
    expect([...decodePng(encodePng(grey(4, -1, 2, Number.NaN, 0.5))).data]).toEqual([0, 255, 0, 128]);
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
    ).toBeInstanceOf(ImageError);
  });
});
