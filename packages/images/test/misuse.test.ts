import { beforeAll, expect, test } from '@jest/globals';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { encode } from 'fast-png';
import * as images from '../src/index.js';

const data = Uint8Array.from({ length: 64 }, (_, i) => 4 * i);
const grey = { width: 8, height: 8, channels: 1, data };
const png = encode({ width: 8, height: 8, channels: 1, data });
const decoding = { path: 'a.png', background: 'auto', limits: { maxPixels: 100 } };
let jpeg: Uint8Array;

/** Calls with right arguments. */
const rightCalls = (): Readonly<Record<string, readonly unknown[]>> => ({
  checkRaster: [grey, 'raster'],
  clip: [0.5],
  crc32: [data, 0, 4, 0],
  createRaster: [2, 2, 1, 0.5],
  decodeImage: [png, decoding],
  decodeJpeg: [jpeg, decoding],
  decodeMask: [{ size: [2, 2], counts: [1, 3] }, 'rle'],
  decodePng: [png, decoding],
  encodeMask: [Uint8Array.of(0, 1, 1, 1), { width: 2, height: 2 }],
  derivePreprocessing: ['mnist', [4, 4, 1]],
  fitImage: [grey, { height: 4, width: 4, channels: 1, fit: 'cover', invert: 'auto' }],
  fitInk: [grey, { height: 4, width: 4, invert: false }],
  layOnBackground: [{ width: 4, height: 8, data: data.slice() }, 1, 'auto'],
  lightBorder: [grey],
  luma: [1, 1, 1],
  onPaper: [grey],
  prepareImage: [png, images.defaultPreprocessing([4, 4, 1]), { path: 'a.png', limits: { maxPixels: 100 } }],
  preprocess: [grey, images.defaultPreprocessing([4, 4, 1])],
  readPreprocessing: [images.defaultPreprocessing([4, 4, 1]), 'preprocessing'],
  requireVisible: [images.preprocess(grey, images.defaultPreprocessing([4, 4, 1])), 'a.png'],
  inkPage: [grey, { invert: false }],
  scaledInk: [images.createRaster(4, 4, 1, 0.5), 0.5],
  resize: [grey, 4, 4],
  unitFloats: [data],
  defaultPreprocessing: [[4, 4, 1]],
  withChannels: [grey, 3],
});

beforeAll(async () => {
  jpeg = await jpegOf(8, 8, [1, 2, 3]);
});

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual(exportedFunctions(images));
});

test.each(exportedFunctions(images))('%s throws its own errors', async (name) => {
  await expectOwnErrors((images as unknown as Record<string, Call>)[name]!, rightCalls()[name]!);
});
