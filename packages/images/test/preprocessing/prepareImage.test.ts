import { describe, expect, test } from '@jest/globals';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { writePng } from '@rnp-tools/testing/png';
import {
  type Background,
  decodeImage,
  defaultPreprocessing,
  lightBorder,
  type Preprocessing,
  prepareImage,
  preprocess,
} from '../../src/index.js';

/** Dark strokes on light, in colour. */
function stroke(width: number): (pixel: number) => [number, number, number] {
  return (pixel) => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const inked = x > width / 4 && x < width / 2 && y % 13 > 3;
    return inked ? [30, 10 + (y & 31), 90] : [250, 240, 230 - (x & 15)];
  };
}

function png(width: number, height: number, colourType: number, interlaced = false): Uint8Array {
  const n = { 0: 1, 2: 3, 6: 4 }[colourType]!;
  const samples = Array.from({ length: width * height * n }, (_, i) => (i * 40503 + 7 * i * i) % 256);
  return writePng({ width, height, depth: 8, colourType, interlaced, samples });
}

const kinds: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>> = {
  'a JPEG': () => jpegOf(90, 61, stroke(90), { progressive: false }),
  'a progressive JPEG': () => jpegOf(61, 90, stroke(61), { progressive: true }),
  'a JPEG larger than the page that ink is looked for on': () => jpegOf(601, 470, stroke(601)),
  'a turned JPEG': async () => turned(await jpegOf(90, 61, stroke(90))),
  'a grey PNG': () => png(47, 90, 0),
  'a PNG in colour': () => png(90, 47, 2),
  'an interlaced PNG': () => png(31, 30, 2, true),
  'a PNG with alpha': () => png(31, 30, 6),
  'a PNG smaller than the image': () => png(5, 3, 2),
  'a PNG of one pixel': () => png(1, 1, 0),
  'a PNG of one row': () => png(300, 1, 2),
  'a PNG of the image’s own size': () => png(28, 20, 0),
};

const usual = defaultPreprocessing([20, 28, 1]);
const colour = defaultPreprocessing([20, 28, 3]);
const preprocessings: readonly Preprocessing[] = [
  usual,
  { ...usual, invert: true },
  { ...usual, invert: false, ink: true },
  { ...usual, ink: true },
  { ...usual, fit: 'cover' },
  colour,
  { ...colour, fit: 'cover', invert: 'auto' },
  { ...colour, fit: 'stretch', background: 'black' },
];

describe.each(Object.entries(kinds))('%s', (_, bytesOf) => {
  test.each(preprocessings)('as %j is what decoding and preprocessing make of it', async (preprocessing) => {
    const bytes = await bytesOf();
    const { picture, ...image } = await prepareImage(bytes, preprocessing);
    const background: Background = preprocessing.background;
    const whole = await decodeImage(bytes, { background });
    expect(image).toEqual(preprocess(whole, preprocessing));
    const { width, height } = whole;
    expect(picture).toEqual({ width, height, lightBorder: lightBorder(whole) });
  });
});

test('the light border is that of the outermost pixels alone', () => {
  const data = new Uint8Array(4 * 3).fill(200);
  data.fill(0, 5, 7);
  expect(lightBorder({ width: 4, height: 3, channels: 1, data })).toBe(1);
  data[4] = 199;
  expect(lightBorder({ width: 4, height: 3, channels: 1, data })).toBe(0.9);
  expect(lightBorder({ width: 1, height: 2, channels: 1, data: Uint8Array.of(200, 0) })).toBe(0.5);
  // A colour is no paper.
  expect(lightBorder({ width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 255, 90) })).toBe(0);
});

test('what cannot be done is told by name', async () => {
  const bytes = png(5, 3, 2);
  const wrong = { ...usual, fit: 'fill' } as unknown as Preprocessing;
  await expect(prepareImage(bytes, wrong)).rejects.toMatchObject({
    code: 'RNP_CONFIG',
    path: 'preprocessing.fit',
  });
  const options = { background: 'white' } as object;
  await expect(prepareImage(bytes, usual, options)).rejects.toMatchObject({ code: 'RNP_CONFIG' });
  const cut = bytes.subarray(0, bytes.length - 20);
  const named = prepareImage(cut, usual, { path: 'x.png' });
  await expect(named).rejects.toMatchObject({ code: 'RNP_IMAGE_TRUNCATED', path: 'x.png' });
});

/** With an EXIF orientation of 6. */
function turned(jpeg: Uint8Array): Uint8Array {
  const entry = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0];
  const body = [...Buffer.from('Exif\0\0'), ...entry, 0, 0, 0, 0];
  return Uint8Array.of(...jpeg.subarray(0, 2), 0xff, 0xe1, 0, body.length + 2, ...body, ...jpeg.subarray(2));
}
