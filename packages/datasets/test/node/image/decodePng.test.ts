import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encode } from 'fast-png';
import { DatasetError } from '../../../src/index.js';
import { decodePng } from '../../../src/node/image/decodePng.js';
import { codeOf } from '../../codeOf.js';

const read = (bytes: Uint8Array, options: object = {}): ReturnType<typeof decodePng> =>
  decodePng(bytes, { path: 'x.png', ...options });

function chunk(type: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const out = Buffer.alloc(named.length + 8);
  out.writeUInt32BE(body.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), named.length + 4);
  return out;
}

/** A PNG from unfiltered rows, each with its filter byte, and chunks before the pixels. */
function pngOf(
  [width, height, depth, colourType, interlace = 0]: readonly number[],
  raw: ArrayLike<number>,
  more: readonly Buffer[] = [],
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width!, 0);
  header.writeUInt32BE(height!, 4);
  header.set([depth!, colourType!, 0, 0, interlace], 8);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      ...more,
      chunk('IDAT', deflateSync(Uint8Array.from(raw))),
      chunk('IEND', new Uint8Array()),
    ]),
  );
}

describe('a PNG', () => {
  test('of every depth becomes bytes', () => {
    expect([...read(pngOf([3, 1, 1, 0], [0, 0b10100000])).data]).toEqual([255, 0, 255]);
    expect([...read(pngOf([3, 1, 2, 0], [0, 0b00011100])).data]).toEqual([0, 85, 255]);
    expect([...read(pngOf([3, 1, 4, 0], [0, 0x0f, 0x80])).data]).toEqual([0, 255, 136]);
    expect([...read(pngOf([2, 1, 8, 0], [0, 7, 250])).data]).toEqual([7, 250]);
    expect([...read(pngOf([2, 1, 16, 0], [0, 0xff, 0xff, 0x80, 0x00])).data]).toEqual([255, 128]);
    expect(read(pngOf([1, 1, 8, 2], [0, 1, 2, 3]))).toMatchObject({
      channels: 3,
      data: Uint8Array.of(1, 2, 3),
    });
  });

  test('with a palette, and transparency laid on the background', () => {
    const palette = [chunk('PLTE', Uint8Array.of(255, 0, 0, 0, 0, 255)), chunk('tRNS', Uint8Array.of(0))];
    const red = pngOf([2, 1, 1, 3], [0, 0b01000000], palette);
    expect([...read(red).data]).toEqual([255, 255, 255, 0, 0, 255]);
    expect([...read(red, { background: 'black' }).data]).toEqual([0, 0, 0, 0, 0, 255]);
    expect([...read(pngOf([1, 1, 8, 4], [0, 0, 51])).data]).toEqual([204]);
    const key = [chunk('tRNS', Uint8Array.of(0, 7))];
    expect([...read(pngOf([2, 1, 8, 0], [0, 7, 8], key)).data]).toEqual([255, 8]);
  });

  test('interlaced at 8 bits is read; below, it says how to mend it', () => {
    // 1×1 in the first of seven passes; the others are empty.
    expect([...read(pngOf([1, 1, 8, 0, 1], [0, 9])).data]).toEqual([9]);
    expect(() => read(pngOf([1, 1, 1, 0, 1], [0, 128]))).toThrow('without interlacing');
  });

  test.each([
    ['too few rows', pngOf([2, 2, 8, 0], [0, 1, 2])],
    ['too many', pngOf([2, 1, 8, 0], [0, 1, 2, 0, 1, 2])],
    ['a bomb', pngOf([2, 1, 8, 0], new Uint8Array(1 << 24))],
    ['no palette', pngOf([1, 1, 8, 3], [0, 0])],
    ['a colour beyond the palette', pngOf([1, 1, 8, 3], [0, 5], [chunk('PLTE', Uint8Array.of(1, 2, 3))])],
    ['an unknown colour type', pngOf([1, 1, 8, 1], [0, 0])],
    ['no size', pngOf([0, 1, 8, 0], [])],
    ['two headers', pngOf([1, 1, 8, 0], [0, 0], [chunk('IHDR', new Uint8Array(13))])],
    ['too many pixels', pngOf([100_000, 100_000, 8, 0], [0])],
    ['no chunk', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['nothing', new Uint8Array()],
  ])('with %s is a typed error naming file and entry', (_, bytes) => {
    const call = () => read(bytes, { path: 'all.zip', entry: 'a/b.png' });
    expect(codeOf(call)).toBe('RNP_DATA_IMAGE');
    expect(call).toThrow(/all\.zip.*a\/b\.png/);
  });

  test('does not inflate what no pixel needs', () => {
    const bomb = chunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), deflateSync(new Uint8Array(1 << 26))]));
    const before = process.memoryUsage().arrayBuffers;
    expect([...read(pngOf([1, 1, 8, 0], [0, 9], [bomb])).data]).toEqual([9]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 25);
  });

  test('of any bytes is read or refused by a typed error', () => {
    const whole = encode({ width: 6, height: 5, channels: 3, depth: 8, data: new Uint8Array(90).fill(70) });
    const damaged = fc
      .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        return bytes;
      });
    const rows = fc.tuple(fc.nat(9), fc.nat(9), fc.constantFrom(1, 2, 4, 8, 16), fc.nat(6), fc.uint8Array());
    const made = rows.map(([w, h, depth, colourType, raw]) => pngOf([w, h, depth, colourType], raw));
    fc.assert(
      fc.property(fc.oneof(damaged, made, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        try {
          const { width, height, channels, data } = read(bytes);
          expect(data.length).toBe(width * height * channels);
        } catch (error) {
          if (!(error instanceof DatasetError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
