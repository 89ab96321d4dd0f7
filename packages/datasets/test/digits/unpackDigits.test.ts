import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import fc from 'fast-check';
import { unpackDigits } from '../../src/digits/unpackDigits.js';
import { failureOf } from '../codeOf.js';

/** Two images of 2 pixels: class 0 is [0, 9], class 3 is [8, 0]. */
const plain = Uint8Array.of(
  1,
  0,
  0,
  0,
  0,
  0,
  1,
  ...new Array<number>(13).fill(0),
  4,
  0,
  0,
  0,
  1,
  2,
  1,
  0,
  9,
  8,
);
const pack = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(deflateSync(bytes));

describe('unpackDigits', () => {
  test('reads counts, runs and ink', async () => {
    const { images, labels } = await unpackDigits(pack(plain), 2);
    expect([...images]).toEqual([0, 9, 8, 0]);
    expect([...labels]).toEqual([0, 3]);
  });

  test('damaged bytes are a typed error', async () => {
    const packed = pack(plain);
    expect((await failureOf(unpackDigits(packed.subarray(0, packed.length - 3), 2))).code).toBe(
      'RNP_DATA_FORMAT',
    );
    for (const length of [0, 10, plain.length - 1]) {
      expect((await failureOf(unpackDigits(pack(plain.subarray(0, length)), 2))).code).toBe(
        'RNP_DATA_FORMAT',
      );
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ max: 4, minLength: 24, maxLength: 60 }), async (bytes) => {
        await unpackDigits(pack(bytes), 2).catch((error) => expect(error).toBeInstanceOf(RnpError));
      }),
    );
  });
});
