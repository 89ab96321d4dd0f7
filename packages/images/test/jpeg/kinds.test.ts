import { describe, expect, test } from '@jest/globals';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { decodeJpeg } from '../../src/index.js';

const whole = await jpegOf(40, 24, [30, 160, 220]);
/** Where the frame header begins: baseline or progressive. */
const frame = whole.findIndex((byte, i) => byte === 0xff && [0xc0, 0xc2].includes(whole[i + 1]!));
const eoi = whole.length - 2;

function changed(at: number, ...values: number[]): Uint8Array {
  const bytes = whole.slice();
  bytes.set(values, at);
  return bytes;
}

function inserted(at: number, ...values: number[]): Uint8Array {
  return Uint8Array.of(...whole.subarray(0, at), ...values, ...whole.subarray(at));
}

const zeros = (count: number): number[] => new Array<number>(count).fill(0);
const fill = (count: number): number[] => new Array<number>(count).fill(0xff);

describe('an intact JPEG', () => {
  test.each([
    ['with zeros before its end', inserted(eoi, ...zeros(99))],
    ['with fill bytes before its end', inserted(eoi, ...fill(99))],
    ['with both', inserted(eoi, ...zeros(5), ...fill(5))],
    ['with fill bytes before its frame', inserted(frame, ...fill(7))],
    ['with other bytes before its frame', inserted(frame, 1, 2, 0xff, 0, 3)],
    ['with zeros behind its start', inserted(2 + 2 + 16, ...zeros(2))],
    ['with other data after its end', inserted(whole.length, 1, 2, 0xff, 0xd8, 0xff, 0xc0, 3)],
  ])('%s has the pixels of the plain one', async (_, bytes) => {
    expect(await decodeJpeg(bytes)).toEqual(await decodeJpeg(whole));
  });

  test.each([
    ['of 12 bits', changed(frame + 4, 12), '12 bits a sample'],
    ['without loss', changed(frame + 1, 0xc3), 'lossless'],
    ['with arithmetic coding', changed(frame + 1, 0xc9), 'arithmetic coding'],
    ['with arithmetic coding, progressive', changed(frame + 1, 0xca), 'arithmetic coding'],
    ['in layers', changed(frame + 1, 0xc5), 'hierarchical'],
    ['without a height', changed(frame + 5, 0, 0), 'its height only at the end'],
    ['in CMYK', cmyk(), 'CMYK'],
  ])('%s is told for what it is, not for damaged', async (_, bytes, words) => {
    const error = await decodeJpeg(bytes, { path: 'x.jpg' }).catch((cause: Error) => cause);
    expect(error).toMatchObject({ code: 'RNP_IMAGE_FORMAT', path: 'x.jpg' });
    expect((error as Error).message).toContain(words);
    expect((error as Error).message).not.toMatch(/damaged|copy it again/);
  });

  test.each([
    [1, [40, 24]],
    [3, [40, 24]],
    [6, [24, 40]],
    [8, [24, 40]],
  ])('is turned as EXIF orientation %s says', async (orientation, size) => {
    const exif = [
      ...Buffer.from('Exif\0\0MM\0*'),
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      orientation,
    ];
    const body = [...exif, 0, 0, 0, 0, 0, 0];
    const { width, height } = await decodeJpeg(inserted(2, 0xff, 0xe1, 0, body.length + 2, ...body));
    expect([width, height]).toEqual(size);
  });
});

describe('a JPEG that could be read in two ways, or asks for too much', () => {
  const small = [0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0];

  test.each([
    ['two frames', inserted(frame, ...small)],
    [
      'a restart marker before its frame, and a frame in what follows',
      inserted(2, 0xff, 0xd0, 0, 20, ...small),
    ],
    ['a marker of no meaning', inserted(2, 0xff, 0x02, 0, 4, 0, 0)],
    ['a second beginning', inserted(2, 0xff, 0xd8)],
    ['a segment without a length', inserted(2, 0xff, 0xe5, 0, 0)],
    ['bytes between segments that hold a frame', inserted(frame, 1, 2, 3, ...small)],
    ['no scan', Uint8Array.of(...whole.subarray(0, frame), ...small, 0xff, 0xd9)],
  ])('has %s and is refused', async (_, bytes) => {
    await expect(decodeJpeg(bytes)).rejects.toMatchObject({ code: 'RNP_IMAGE_CORRUPT' });
  });

  test('scans are counted before anything is decoded, and so is their work', async () => {
    const scan = whole.findIndex((byte, i) => byte === 0xff && whole[i + 1] === 0xda);
    const segment = whole.subarray(scan, scan + 2 + whole[scan + 3]!);
    const many = inserted(eoi, ...new Array<Uint8Array>(99).fill(segment).flatMap((one) => [...one]));
    const refused = expect.objectContaining({ code: 'RNP_IMAGE_TOO_LARGE' });
    await expect(decodeJpeg(many)).rejects.toEqual(refused);
    await expect(decodeJpeg(whole, { limits: { maxPixels: 959 } })).rejects.toEqual(refused);
    // 960 pixels in so many scans are more than 16 × the limit.
    await expect(decodeJpeg(many, { limits: { maxScans: 1e6, maxPixels: 5000 } })).rejects.toEqual(refused);
  });
});

/** A frame of four components in the place of the one of three, which is all that is looked at. */
function cmyk(): Uint8Array {
  const length = 8 + 3 * 4;
  const header = [0xff, 0xc0, 0, length, 8, 0, 24, 0, 40, 4];
  const components = [1, 2, 3, 4].flatMap((id) => [id, 0x11, 0]);
  return Uint8Array.of(...whole.subarray(0, frame), ...header, ...components, ...whole.subarray(frame + 19));
}
