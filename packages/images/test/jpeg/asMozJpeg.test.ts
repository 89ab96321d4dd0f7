import { describe, expect, test } from '@jest/globals';
import { jpegOf, mozJpegPixels } from '@rnp-tools/testing/jpeg';
import { decodeJpeg } from '../../src/index.js';
import { libjpegFiles } from './libjpegFiles.js';

/** Smooth, with noise and with hard edges: all coefficients. */
function photograph(
  width: number,
  height: number,
  options: Readonly<Record<string, unknown>>,
): Promise<Uint8Array> {
  let seed = 7;
  return jpegOf(
    width,
    height,
    (pixel) => {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      const noise = (seed >> 16) % 40;
      return [(3 * x + noise) & 255, (x ^ y) & 64 ? 240 - noise : noise, (200 - 2 * y + noise) & 255];
    },
    options,
  );
}

describe('pixel for pixel as MozJPEG', () => {
  test.each(Object.entries(libjpegFiles))('%s', async (_, file) => {
    const bytes = new Uint8Array(Buffer.from(file, 'base64'));
    expect(await decodeJpeg(bytes)).toEqual(await mozJpegPixels(bytes));
  });

  const kinds = [true, false].flatMap((progressive) =>
    [1, 2].flatMap((sampling) =>
      [12, 75, 98].map((quality) => ({
        progressive,
        quality,
        auto_subsample: false,
        chroma_subsample: sampling,
      })),
    ),
  );
  test.each(kinds)('%j, at any size', async (options) => {
    for (const [width, height] of [
      [1, 1],
      [3, 5],
      [8, 8],
      [17, 16],
      [16, 33],
      [101, 67],
    ] as const) {
      const bytes = await photograph(width, height, options);
      expect(await decodeJpeg(bytes)).toEqual(await mozJpegPixels(bytes));
    }
  });

  test('grey', async () => {
    const bytes = await photograph(35, 20, { color_space: 1 });
    const picture = await decodeJpeg(bytes);
    expect(picture).toEqual(await mozJpegPixels(bytes));
    expect(picture.data[0]).toBe(picture.data[1]);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('turned as EXIF orientation %s says', async (orientation) => {
    const plain = await photograph(37, 19, {});
    const entry = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
    const body = [...Buffer.from('Exif\0\0'), ...entry, 0, 0, 0, 0];
    const bytes = Uint8Array.of(
      ...plain.subarray(0, 2),
      ...[0xff, 0xe1, 0, body.length + 2],
      ...body,
      ...plain.subarray(2),
    );
    expect(await decodeJpeg(bytes)).toEqual(await mozJpegPixels(bytes));
  });
});

const bytesOf = (name: string): Uint8Array => new Uint8Array(Buffer.from(libjpegFiles[name]!, 'base64'));

/** With a byte changed. */
function damaged(bytes: Uint8Array, at: number, bits: number): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ bits : byte));
}

describe('damage of which libjpeg says nothing', () => {
  test.each([
    ['beyond a block', { progressive: false }, 352, 64],
    ['beyond a block, by a short code', { progressive: false }, 351, 16],
    ['beyond a band', { progressive: true }, 355, 4],
    ['beyond a band, by a short code', { progressive: true }, 354, 4],
  ])('a run %s', async (_, options, at, bits) => {
    const bytes = damaged(await photograph(37, 19, { ...options, quality: 75 }), at, bits);
    expect(await decodeJpeg(bytes)).toEqual(await mozJpegPixels(bytes));
  });

  test('a run beyond a band that is refined', async () => {
    const bytes = bytesOf('progressive');
    bytes[607] = 130;
    expect(await decodeJpeg(bytes)).toEqual(await mozJpegPixels(bytes));
  });

  test('up to seven bytes behind a scan', async () => {
    const whole = bytesOf('progressive');
    const markers = (kind: number): number[] =>
      [...whole.keys()].filter((at) => whole[at] === 0xff && whole[at + 1] === kind);
    // The tables of the second scan.
    const second = markers(0xc4).find((at) => at > markers(0xda)[0]!)!;
    const longer = (count: number): Uint8Array =>
      Uint8Array.of(
        ...whole.subarray(0, second),
        ...new Array<number>(count).fill(5),
        ...whole.subarray(second),
      );
    expect(await decodeJpeg(longer(7))).toEqual(await mozJpegPixels(whole));
    await expect(decodeJpeg(longer(8))).rejects.toMatchObject({ code: 'RNP_IMAGE_CORRUPT' });
  });
});

describe('what MozJPEG would read somehow', () => {
  const refused = (bytes: Uint8Array, code: string): Promise<void> =>
    expect(decodeJpeg(bytes)).rejects.toMatchObject({ code: `RNP_IMAGE_${code}` });

  test('a restart marker out of turn', async () => {
    const bytes = bytesOf('a restart marker after each unit');
    const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xd0);
    bytes[at + 1] = 0xd3;
    await refused(bytes, 'CORRUPT');
  });

  test('a scan that is missing, and scans in another order', async () => {
    const bytes = bytesOf('progressive');
    const scans = [...bytes.keys()].filter((at) => bytes[at] === 0xff && bytes[at + 1] === 0xda);
    const [first, second] = [scans[0]!, scans[1]!];
    const without = Uint8Array.of(...bytes.subarray(0, first), ...bytes.subarray(second));
    await refused(without, 'CORRUPT');
    const single = bytesOf('a scan for each component');
    const last = [...single.keys()].findLast((at) => single[at] === 0xff && single[at + 1] === 0xda)!;
    await refused(Uint8Array.of(...single.subarray(0, last), 0xff, 0xd9), 'CORRUPT');
  });

  test('pixels that end too early, with zeros in their place', async () => {
    const bytes = bytesOf('colour half as wide');
    const cut = Uint8Array.of(...bytes.subarray(0, bytes.length - 30), 0xff, 0xd9);
    await refused(cut, 'TRUNCATED');
  });
});
