import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import fc from 'fast-check';
import { idxDataset, parseIdx } from '../src/index.js';
import { codeOf } from './codeOf.js';
import { idxFile } from './idxFile.js';

const whole = idxFile([2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

describe('parseIdx', () => {
  test('reads sizes and values, also from the middle of a buffer', () => {
    expect(parseIdx(whole, 'f').shape).toEqual([2, 3, 2]);
    const shifted = new Uint8Array(whole.length + 3);
    shifted.set(whole, 3);
    expect([...parseIdx(shifted.subarray(3), 'f').data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  test('undoes writing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }), fc.nat(255), (shape, value) => {
        const data = new Uint8Array(shape.reduce((a, b) => a * b, 1)).fill(value);
        expect(parseIdx(idxFile(shape, data), 'f')).toEqual({ shape, data });
      }),
    );
  });

  test('every truncation is an error', () => {
    for (let length = 0; length < whole.length; length++) {
      expect(codeOf(() => parseIdx(whole.subarray(0, length), 'f'))).toBe('RNP_DATA_TRUNCATED');
    }
  });

  test('bytes left over are an error', () => {
    expect(codeOf(() => parseIdx(Uint8Array.of(...whole, 0), 'f'))).toBe('RNP_DATA_TOO_LARGE');
  });

  test('another magic number, type or rank is an error that names the file', () => {
    const changed = (at: number, value: number): Uint8Array => {
      const bytes = whole.slice();
      bytes[at] = value;
      return bytes;
    };
    expect(() => parseIdx(changed(0, 1), 'some/file')).toThrow('some/file: is no IDX file');
    expect(() => parseIdx(changed(2, 0x0d), 'f')).toThrow('IDX type 0xd; only unsigned bytes');
    expect(() => parseIdx(changed(3, 0), 'f')).toThrow('claims 0 dimensions');
    expect(() => parseIdx(changed(3, 255), 'f')).toThrow('claims 255 dimensions');
    expect(() => parseIdx(Uint8Array.of(0x1f, 0x8b, 8, 0), 'f')).toThrow('gzip-compressed');
    expect(codeOf(() => parseIdx(changed(2, 0x0d), 'f'))).toBe('RNP_DATA_FORMAT');
  });

  test('sizes whose product overflows are held against the real length', () => {
    // 2^32 · 2^32 wraps to 0 in 64 bits and is inexact in a double.
    for (const shape of [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0x80000000, 2, 0x80000000, 2],
    ]) {
      expect(codeOf(() => parseIdx(idxFile(shape, []), 'f'))).toBe('RNP_DATA_TRUNCATED');
    }
    expect(parseIdx(idxFile([0xffffffff, 0], []), 'f').data.length).toBe(0);
  });

  test('arbitrary bytes give a value or a typed error', () => {
    const header = fc
      .tuple(
        fc.constantFrom(0, 0, 0, 1),
        fc.constantFrom(0, 0, 0, 9),
        fc.constantFrom(8, 8, 8, 0x0b),
        fc.nat(6),
      )
      .map((bytes) => Uint8Array.from(bytes));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.tuple(header, fc.uint8Array({ max: 3, maxLength: 64 })).map(([a, b]) => Uint8Array.of(...a, ...b)),
    );
    fc.assert(
      fc.property(bytes, bytes, (images, labels) => {
        for (const read of [
          () => parseIdx(images, 'f'),
          () => idxDataset(images, labels, { name: 'x', split: 'all', imagesPath: 'i' }),
        ]) {
          try {
            read();
          } catch (error) {
            expect(error).toBeInstanceOf(RnpError);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('idxDataset', () => {
  const options = { name: 'tiny', split: 'all', imagesPath: 'i', labelsPath: 'l' };

  test('grey images and their labels', () => {
    const dataset = idxDataset(whole, idxFile([2], [7, 8]), options);
    expect(dataset).toMatchObject({ name: 'tiny', split: 'all', imageShape: [3, 2, 1], length: 2 });
    expect([...dataset.labels!]).toEqual([7, 8]);
    expect(dataset.images.buffer).toBe(whole.buffer);
  });

  test('colour images without labels', () => {
    const dataset = idxDataset(idxFile([1, 2, 2, 3], new Uint8Array(12)), undefined, options);
    expect(dataset).toMatchObject({ imageShape: [2, 2, 3], length: 1 });
    expect(dataset.labels).toBeUndefined();
  });

  test('counts that differ', () => {
    const call = (): unknown => idxDataset(whole, idxFile([3], [1, 2, 3]), options);
    expect(codeOf(call)).toBe('RNP_DATA_MISMATCH');
    expect(call).toThrow('2 images but 3 labels');
  });

  test('files of the wrong rank, no images, classes without a name', () => {
    expect(codeOf(() => idxDataset(idxFile([2], [1, 2]), undefined, options))).toBe('RNP_DATA_FORMAT');
    expect(codeOf(() => idxDataset(whole, whole, options))).toBe('RNP_DATA_FORMAT');
    expect(codeOf(() => idxDataset(idxFile([0, 3, 2], []), undefined, options))).toBe('RNP_DATA_FORMAT');
    expect(codeOf(() => idxDataset(idxFile([2, 0, 2], []), undefined, options))).toBe('RNP_DATA_FORMAT');
    expect(
      codeOf(() => idxDataset(whole, idxFile([2], [0, 2]), { ...options, classNames: ['a', 'b'] })),
    ).toBe('RNP_DATA_MISMATCH');
  });
});
