import { expect, test } from '@jest/globals';
import { fitImage, fitInk, modelInput, type Raster, unitFloats, usualFit } from '../src/index.js';

/** Dark ink in a corner of a white page. */
function page(side: number, ink: number): Raster<Uint8Array> {
  const data = new Uint8Array(side * side).fill(255);
  for (let y = 5; y < side / 2; y++) for (let x = 8; x < 14; x++) data[y * side + x] = ink;
  return { width: side, height: side, channels: 1, data };
}

test('ink is cut out for models of drawings, the whole picture is taken for others', () => {
  const shape = [28, 28, 1] as const;
  const picture = page(90, 0);
  const ink = modelInput(picture, { shape, fit: usualFit('omniglot'), invert: 'auto' });
  expect(ink).toMatchObject({ inverted: true, cutOut: true, blank: false });
  expect(ink.pixels).toEqual(fitInk(picture, { height: 28, width: 28 })!.data);
  const whole = modelInput(picture, { shape, fit: usualFit('eth-80'), invert: 'auto' });
  expect(whole).toMatchObject({ inverted: true, cutOut: false, blank: false });
  expect(whole.pixels).toEqual(unitFloats(fitImage(picture, { height: 28, width: 28, channels: 1 }).data));
  expect([null, 'my-folder'].map(usualFit)).toEqual(['whole', 'whole']);
});

test('a picture of the model’s own size, light on black, stays as it is', () => {
  const own = page(28, 255);
  own.data.forEach((value, at) => {
    own.data[at] = 255 - value;
  });
  own.data[400] = 200;
  const { pixels, cutOut } = modelInput(own, { shape: [28, 28, 1], fit: 'ink', invert: 'auto' });
  expect([cutOut, pixels[400], pixels[0]]).toEqual([false, Math.fround(200 / 255), 0]);
});

test('a surface of one hue is no blank page for a model in colour', () => {
  const data = Uint8Array.from({ length: 32 * 24 * 3 }, (_, at) => [200, 30, 90][at % 3]!);
  const crimson = { width: 32, height: 24, channels: 3, data };
  for (const side of [7, 16, 24, 32]) {
    const { blank } = modelInput(crimson, { shape: [side, side, 3], fit: 'whole', invert: 'auto' });
    expect(blank).toBe(false);
  }
  expect(modelInput(crimson, { shape: [16, 16, 1], fit: 'whole', invert: 'auto' }).blank).toBe(true);
});

test('a page without ink is blank, in every fit and in colour', () => {
  const blank = page(60, 250);
  for (const fit of ['ink', 'whole'] as const)
    for (const channels of [1, 3] as const)
      expect(modelInput(blank, { shape: [28, 28, channels], fit, invert: 'auto' }).blank).toBe(true);
});
