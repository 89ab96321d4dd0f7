import { expect, test } from '@jest/globals';
import {
  defaultPreprocessing,
  fitImage,
  fitInk,
  layOnBackground,
  type Preprocessing,
  preprocess,
  type Raster,
  requireVisible,
} from '../../src/index.js';
import { thrown } from '../fixtures.js';

/** Dark ink in a corner of a white page. */
function page(side: number, ink: number): Raster<Uint8Array> {
  const data = new Uint8Array(side * side).fill(255);
  for (let y = 5; y < side / 2; y++) for (let x = 8; x < 14; x++) data[y * side + x] = ink;
  return { width: side, height: side, channels: 1, data };
}

const whole = defaultPreprocessing([28, 28, 1]);
const drawing: Preprocessing = { ...whole, ink: true };

test('ink is cut out for models of drawings, the whole picture is taken for others', () => {
  const picture = page(90, 0);
  const ink = preprocess(picture, drawing);
  expect(ink).toMatchObject({
    inverted: true,
    cutOut: true,
    blank: false,
    width: 28,
    height: 28,
    channels: 1,
  });
  const exact = fitInk(picture, { height: 28, width: 28 })!.data;
  ink.data.forEach((value, at) => {
    expect(value).toBe(Math.round(255 * exact[at]!));
  });
  const all = preprocess(picture, whole);
  expect(all).toMatchObject({ inverted: true, cutOut: false, blank: false });
  expect(all.data).toEqual(fitImage(picture, { height: 28, width: 28, channels: 1 }).data);
});

test('every field counts', () => {
  const data = Uint8Array.from({ length: 24 * 12 * 4 }, (_, at) => (at * 37) % 256);
  const picture = { width: 24, height: 12, channels: 4, data };
  const before = data.slice();
  const usual: Preprocessing = { ...defaultPreprocessing([8, 8, 3]), background: 'white' };
  const of = (change: Partial<Preprocessing>): string =>
    String(preprocess(picture, { ...usual, ...change }).data);
  const others = [
    of({}),
    of({ size: [6, 8] }),
    of({ channels: 1, invert: false }),
    of({ channels: 1, invert: true }),
    of({ channels: 1, ink: true }),
    of({ fit: 'cover' }),
    of({ fit: 'stretch' }),
    of({ background: 'black' }),
    of({ invert: true }),
  ];
  expect(new Set(others).size).toBe(others.length);
  // Alpha is laid on the background as decoders do it, and the bytes given stay as they are.
  expect(data).toEqual(before);
  const opaque = layOnBackground({ width: 24, height: 12, data: data.slice() }, 3, 'white');
  expect(of({})).toBe(String(preprocess(opaque, usual).data));
});

test('a picture of the model’s own size, light on black, stays as it is', () => {
  const own = page(28, 255);
  own.data.forEach((value, at) => {
    own.data[at] = 255 - value;
  });
  own.data[400] = 200;
  const { data, cutOut } = preprocess(own, drawing);
  expect([cutOut, data]).toEqual([false, own.data]);
});

test('a surface of one hue is no blank page for a model in colour', () => {
  const data = Uint8Array.from({ length: 32 * 24 * 3 }, (_, at) => [200, 30, 90][at % 3]!);
  const crimson = { width: 32, height: 24, channels: 3, data };
  for (const side of [7, 16, 24, 32]) {
    expect(preprocess(crimson, defaultPreprocessing([side, side, 3])).blank).toBe(false);
  }
  expect(preprocess(crimson, defaultPreprocessing([16, 16, 1])).blank).toBe(true);
});

test('a page without ink is blank, cut out or not and in colour', () => {
  for (const preprocessing of [whole, drawing, defaultPreprocessing([28, 28, 3])])
    expect(preprocess(page(60, 250), preprocessing).blank).toBe(true);
  const blank = thrown(() => requireVisible(preprocess(page(60, 250), whole), 'page.png'));
  expect(blank).toMatchObject({ code: 'RNP_IMAGE_BLANK', path: 'page.png' });
  const seen = preprocess(page(60, 0), whole);
  expect(requireVisible(seen)).toBe(seen);
});

test('many transparent pixels are laid on their background as few are, value by value', () => {
  // All alphas with values from 0 to 255, in rows of 256.
  const row = (alpha: number): Uint8Array =>
    Uint8Array.from({ length: 512 }, (_, at) => (at % 2 === 0 ? at >> 1 : alpha));
  const rows = Array.from({ length: 256 }, (_, alpha) => row(alpha));
  const few = rows.flatMap((data) => [
    ...layOnBackground({ width: 256, height: 1, data: data.slice() }, 1, 'white').data,
  ]);
  const twice = new Uint8Array(Buffer.concat([...rows, ...rows]));
  const many = layOnBackground({ width: 256, height: 512, data: twice }, 1, 'white').data;
  expect([...many.subarray(0, 65_536)]).toEqual(few);
  expect(Buffer.compare(many.subarray(65_536), Uint8Array.from(few))).toBe(0);
});
