import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { assemble, type PngSpec, u32, writePng } from '@rnp-tools/testing/png';
import fc from 'fast-check';
import { encode } from 'fast-png';
import { pixel, thrown } from '../fixtures.js';
import { decodePng } from './bothInflaters.js';

const kinds: readonly (readonly [colourType: number, depths: readonly number[], n: number])[] = [
  [0, [1, 2, 4, 8, 16], 1],
  [2, [8, 16], 3],
  [4, [8, 16], 2],
  [6, [8, 16], 4],
];

describe('decodePng of every kind', () => {
  for (const [colourType, depths, n] of kinds)
    for (const depth of depths)
      test.each([false, true])(`colour type ${colourType}, ${depth} bits, interlaced %s`, (interlaced) => {
        const [width, height] = [11, 9];
        const largest = 2 ** depth - 1;
        const samples = Array.from({ length: width * height * n }, (_, i) =>
          n % 2 === 0 && i % n === n - 1 ? largest : (i * 40503 + 7 * i * i) % (largest + 1),
        );
        const out = decodePng(writePng({ width, height, depth, colourType, interlaced, samples }));
        const c = n < 3 ? 1 : 3;
        expect(out).toMatchObject({ width, height, channels: c });
        const expected = samples
          .filter((_, i) => i % n < c)
          .map((value) => Math.round((255 * value) / largest));
        expect([...out.data]).toEqual(expected);
      });

  test.each([1, 2, 4, 8])('palette of %s bits, with alpha', (depth) => {
    const spec: PngSpec = {
      ...{ width: 2, height: 1, depth, colourType: 3, samples: [1, 0] },
      palette: [255, 0, 0, 0, 0, 255],
      transparency: [0],
    };
    const out = decodePng(writePng(spec), { background: 'black' });
    expect([pixel(out, 0, 0), pixel(out, 1, 0)]).toEqual([
      [0, 0, 255],
      [0, 0, 0],
    ]);
  });

  test('one transparent colour', () => {
    const out = decodePng(
      writePng({
        width: 2,
        height: 1,
        depth: 16,
        colourType: 0,
        samples: [500, 501],
        transparency: [1, 0xf5],
      }),
    );
    expect([...out.data]).toEqual([2, 255]);
    const rgb = { width: 2, height: 1, depth: 8, colourType: 2, samples: [1, 2, 3, 1, 2, 4] };
    const coloured = decodePng(writePng({ ...rgb, transparency: [0, 1, 0, 2, 0, 3] }));
    expect([pixel(coloured, 0, 0), pixel(coloured, 1, 0)]).toEqual([
      [255, 255, 255],
      [1, 2, 4],
    ]);
  });

  test.each([
    [0, [10, 20, 30, 40]],
    [1, [10, 30, 30, 70]],
    [2, [10, 20, 40, 60]],
    [3, [10, 25, 35, 70]],
    [4, [10, 30, 40, 80]],
  ])('row filter %s', (filter, expected) => {
    const png = writePng({ width: 2, height: 2, depth: 8, colourType: 0, samples: [10, 20, 30, 40], filter });
    expect([...decodePng(png).data]).toEqual(expected);
  });

  test('what another encoder writes, interlaced too', () => {
    const data = Uint8Array.from({ length: 13 * 7 * 3 }, (_, i) => (i * 37) % 256);
    for (const interlace of ['null', 'Adam7'] as const) {
      const out = decodePng(encode({ width: 13, height: 7, channels: 3, data }, { interlace }));
      expect([...out.data]).toEqual([...data]);
    }
  });

  test('a view into a larger buffer', () => {
    const png = writePng({ width: 2, height: 1, depth: 8, colourType: 0, samples: [0, 9] });
    const large = new Uint8Array(png.length + 20).fill(7);
    large.set(png, 9);
    expect([...decodePng(large.subarray(9, 9 + png.length)).data]).toEqual([0, 9]);
  });
});

describe('decodePng of what is no image', () => {
  const header = (width: number, height: number, depth = 8, type = 0): readonly [string, number[]] => [
    'IHDR',
    [...u32(width), ...u32(height), depth, type, 0, 0, 0],
  ];
  const pixels: readonly [string, number[]] = ['IDAT', [...deflateSync(Uint8Array.of(0, 9))]];
  const end: readonly [string, number[]] = ['IEND', []];
  const good = assemble([header(1, 1), pixels, end]);
  const wrong = good.slice();
  wrong[20] = 3;

  test('the specimen is good', () => expect(pixel(decodePng(good), 0, 0)).toEqual([9]));

  test.each([
    ['nothing', new Uint8Array(0), 'RNP_IMAGE_EMPTY'],
    ['text', new TextEncoder().encode('hello'), 'RNP_IMAGE_FORMAT'],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0), 'RNP_IMAGE_FORMAT'],
    ['half a signature', good.subarray(0, 5), 'RNP_IMAGE_TRUNCATED'],
    ['a signature only', good.subarray(0, 8), 'RNP_IMAGE_TRUNCATED'],
    ['no end', good.subarray(0, good.length - 12), 'RNP_IMAGE_TRUNCATED'],
    ['a wrong checksum', wrong, 'RNP_IMAGE_CORRUPT'],
    ['no header', assemble([pixels, end]), 'RNP_IMAGE_CORRUPT'],
    ['two headers', assemble([header(1, 1), header(9, 9), pixels, end]), 'RNP_IMAGE_CORRUPT'],
    ['no pixels', assemble([header(1, 1), end]), 'RNP_IMAGE_CORRUPT'],
    ['no width', assemble([header(0, 1), pixels, end]), 'RNP_IMAGE_CORRUPT'],
    ['3 bits', assemble([header(1, 1, 3), pixels, end]), 'RNP_IMAGE_CORRUPT'],
    ['colour type 5', assemble([header(1, 1, 8, 5), pixels, end]), 'RNP_IMAGE_CORRUPT'],
    ['too few rows', assemble([header(1, 2), pixels, end]), 'RNP_IMAGE_TRUNCATED'],
    ['noise for pixels', assemble([header(1, 1), ['IDAT', [1, 2, 3, 4, 5, 6, 7]], end]), 'RNP_IMAGE_CORRUPT'],
    ['no palette', assemble([header(1, 1, 8, 3), pixels, end]), 'RNP_IMAGE_CORRUPT'],
    [
      'a colour beyond the palette',
      assemble([header(1, 1, 8, 3), ['PLTE', [1, 2, 3]], pixels, end]),
      'RNP_IMAGE_CORRUPT',
    ],
    ['an odd palette', assemble([header(1, 1, 8, 3), ['PLTE', [1, 2]], pixels, end]), 'RNP_IMAGE_CORRUPT'],
    [
      'transparency for alpha',
      assemble([header(1, 1, 8, 4), ['tRNS', [0, 1]], pixels, end]),
      'RNP_IMAGE_CORRUPT',
    ],
    ['an unknown critical chunk', assemble([header(1, 1), ['ABCD', []], pixels, end]), 'RNP_IMAGE_CORRUPT'],
    [
      'filter 9',
      assemble([header(1, 1), ['IDAT', [...deflateSync(Uint8Array.of(9, 9))]], end]),
      'RNP_IMAGE_CORRUPT',
    ],
    ['a huge picture', assemble([header(100_000, 100_000), pixels, end]), 'RNP_IMAGE_TOO_LARGE'],
    ['the hugest', assemble([header(0x7fffffff, 0x7fffffff), pixels, end]), 'RNP_IMAGE_TOO_LARGE'],
  ])('%s', (_, bytes, code) => {
    const error = thrown(() => decodePng(bytes, { path: 'my/seven.png' })) as RnpError;
    expect(error).toBeInstanceOf(RnpError);
    expect(error).toMatchObject({ code, path: 'my/seven.png' });
    expect(error.message).toMatch(/^my\/seven\.png: /);
  });

  test('a small picture with a bomb inside is not inflated', () => {
    const bomb = deflateSync(new Uint8Array(50e6), { level: 9 });
    const bytes = assemble([header(1, 1), ['IDAT', [...bomb]], end]);
    const before = process.memoryUsage().arrayBuffers;
    expect(thrown(() => decodePng(bytes))).toMatchObject({ code: 'RNP_IMAGE_CORRUPT' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 24);
  });

  test('arbitrary bytes, after the signature or not, never fail untyped', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (noise, signed) => {
        const bytes = signed ? Uint8Array.from([...good.subarray(0, 8), ...noise]) : noise;
        expect(thrown(() => decodePng(bytes))).toBeInstanceOf(RnpError);
      }),
      { numRuns: 300 },
    );
  });

  test('well-formed chunks with arbitrary content never fail untyped', () => {
    const chunk = fc.tuple(
      fc.constantFrom('IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'tEXt', 'iCCP'),
      fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 40 }),
    );
    const shape = fc.tuple(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(1, 2, 4, 8, 16),
      fc.constantFrom(0, 2, 3, 4, 6),
    );
    fc.assert(
      fc.property(
        shape,
        fc.array(chunk, { maxLength: 5 }),
        fc.uint8Array({ maxLength: 4000 }),
        (size, chunks, raw) => {
          const idat: readonly [string, number[]] = ['IDAT', [...deflateSync(raw)]];
          try {
            const out = decodePng(assemble([header(...size), ...chunks, idat, end]));
            expect(out.data).toHaveLength(out.width * out.height * out.channels);
          } catch (error) {
            if (!(error instanceof RnpError)) throw error;
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
