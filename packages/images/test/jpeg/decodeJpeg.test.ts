import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import fc from 'fast-check';
import { decodeJpeg } from '../../src/index.js';

const whole = await jpegOf(40, 24, [30, 160, 220]);
const read = (bytes: Uint8Array): ReturnType<typeof decodeJpeg> => decodeJpeg(bytes, { path: 'x.jpg' });

describe('a JPEG', () => {
  test('becomes bytes of red, green and blue', async () => {
    const { width, height, channels, data } = await read(whole);
    expect([width, height, channels, data.length]).toEqual([40, 24, 3, 40 * 24 * 3]);
    [30, 160, 220].forEach((value, i) => {
      expect(Math.abs(data[i]! - value)).toBeLessThanOrEqual(4);
    });
  });

  test('that claims more pixels than are read is refused from its header', async () => {
    const large = whole.slice();
    const at = large.findIndex((byte, i) => byte === 0xff && (large[i + 1]! & 0xfd) === 0xc0);
    large.set([0xff, 0xff, 0xff, 0xff], at + 5);
    await expect(read(large)).rejects.toMatchObject({
      code: 'RNP_IMAGE_TOO_LARGE',
      path: 'x.jpg',
      message: expect.stringContaining('65535×65535'),
    });
  });

  test('cut anywhere is a typed error, and the next one is read', async () => {
    for (const end of [3, 20, 100, whole.length >> 1, whole.length - 2]) {
      await expect(read(whole.subarray(0, end))).rejects.toMatchObject({ code: 'RNP_IMAGE_TRUNCATED' });
    }
    expect((await read(whole)).width).toBe(40);
  });

  test('is not blamed for another that is read at the same time', async () => {
    const cut = whole.subarray(0, whole.length >> 1);
    const all = [cut, whole, cut, whole, whole.subarray(0, 10), whole];
    const results = await Promise.allSettled(all.map(read));
    expect(results.map(({ status }) => status)).toEqual(
      all.map((bytes) => (bytes === whole ? 'fulfilled' : 'rejected')),
    );
  });

  test('of any bytes is read or refused by a typed error', async () => {
    const damaged = fc
      .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        return bytes;
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged, fc.uint8Array({ maxLength: 100 })), async (bytes) => {
        const result = await read(bytes).catch((error: unknown) => {
          if (!(error instanceof RnpError)) throw error;
          return undefined;
        });
        if (result !== undefined) expect(result.data.length).toBe(result.width * result.height * 3);
      }),
      { numRuns: 150 },
    );
  });
});
