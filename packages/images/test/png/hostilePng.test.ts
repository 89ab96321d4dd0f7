import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { assemble, u32 } from '@rnp-tools/testing/png';
import fc from 'fast-check';
import { encode } from 'fast-png';
import type { ImageLimits } from '../../src/index.js';
import { thrown } from '../fixtures.js';
import { decodePng } from './bothInflaters.js';

type Chunk = readonly [type: string, body: readonly number[]];

const header = (width: number, height: number, depth = 8, type = 0): Chunk => [
  'IHDR',
  [...u32(width), ...u32(height), depth, type, 0, 0, 0],
];
const end: Chunk = ['IEND', []];
const idat = (raw: ArrayLike<number>): Chunk => ['IDAT', [...deflateSync(Uint8Array.from(raw))]];
const colours = (count: number): Chunk => ['PLTE', new Array<number>(3 * count).fill(7)];
const codeOf = (bytes: Uint8Array, limits: Partial<ImageLimits> = {}): string => {
  try {
    decodePng(bytes, { limits });
  } catch (error) {
    if (error instanceof RnpError) return error.code;
    throw error;
  }
  return 'read';
};

describe('a PNG', () => {
  test.each([
    ['more rows than its size', [header(2, 1), idat([0, 1, 2, 0, 1, 2]), end]],
    ['an empty palette', [header(1, 1, 8, 3), colours(0), idat([0, 0]), end]],
    ['a palette of 257 colours', [header(1, 1, 8, 3), colours(257), idat([0, 0]), end]],
    ['a palette of 5 colours for 2 bits', [header(1, 1, 2, 3), colours(5), idat([0, 0]), end]],
    ['a palette of 257 colours beside RGB', [header(1, 1, 8, 2), colours(257), idat([0, 1, 2, 3]), end]],
    ['two palettes', [header(1, 1, 8, 3), colours(1), colours(1), idat([0, 0]), end]],
  ] as const)('with %s is damaged', (_, chunks) => {
    expect(codeOf(assemble(chunks))).toBe('RNP_IMAGE_CORRUPT');
  });

  test('with a wrong checksum of its pixels is damaged, whatever its chunks’ checksums say', () => {
    const pixels = deflateSync(Uint8Array.of(0, 9));
    pixels[pixels.length - 1]! ^= 1;
    const bytes = assemble([header(1, 1), ['IDAT', [...pixels]], end]);
    expect(() => decodePng(bytes)).toThrow('the checksum of its pixels is wrong');
  });

  test('in many pieces is read, and refused beyond the limit of chunks', () => {
    const pieces: Chunk[] = [...deflateSync(Uint8Array.of(0, 9))].flatMap((byte) => [
      ['IDAT', [byte]],
      ['IDAT', []],
    ]);
    const bytes = assemble([header(1, 1), ...pieces, end]);
    expect([...decodePng(bytes).data]).toEqual([9]);
    expect(codeOf(bytes, { maxChunks: pieces.length + 2 })).toBe('read');
    expect(codeOf(bytes, { maxChunks: pieces.length + 1 })).toBe('RNP_IMAGE_TOO_LARGE');
  });

  test('with a long tail after its pixels is not copied again and again', () => {
    const tail: Chunk = ['IDAT', new Array<number>(0x6000).fill(1)];
    expect(() => decodePng(assemble([header(1, 1), idat([0, 9]), tail, end]))).toThrow('other data follows');
  });

  test('has as many pixels as the limit says, at most', () => {
    const bytes = assemble([header(3, 2), idat([0, 1, 2, 3, 0, 1, 2, 3]), end]);
    expect(codeOf(bytes, { maxPixels: 6 })).toBe('read');
    expect(codeOf(bytes, { maxPixels: 5 })).toBe('RNP_IMAGE_TOO_LARGE');
  });

  test('does not inflate what no pixel needs', () => {
    const bomb: Chunk = ['iCCP', [...Buffer.from('x\0\0'), ...deflateSync(new Uint8Array(1 << 26))]];
    const bytes = assemble([header(1, 1), bomb, idat([0, 9]), end]);
    const before = process.memoryUsage().arrayBuffers;
    expect([...decodePng(bytes).data]).toEqual([9]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 25);
  });

  test('of an archive is named with its entry', () => {
    const error = thrown(() => decodePng(new Uint8Array(0), { path: 'all.zip: entry a/b.png' }));
    expect(error).toMatchObject({ path: 'all.zip: entry a/b.png' });
    expect((error as Error).message).toMatch(/^all\.zip: entry a\/b\.png: is empty/);
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
    fc.assert(
      fc.property(damaged, (bytes) => expect(codeOf(bytes)).toMatch(/^(read|RNP_IMAGE_.*)$/)),
      { numRuns: 300 },
    );
  });
});
