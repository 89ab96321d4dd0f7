import { expect, test } from '@jest/globals';
import { createRaster, layOnBackground } from '../../src/index.js';
import { readFileBounded, readImage } from '../../src/node/index.js';

const here = new URL(import.meta.url).pathname;

test.each([
  [{ maxBytes: Number.NaN }, 'options.maxBytes'],
  [{ maxBytes: -1 }, 'options.maxBytes'],
  [{ maxbytes: 5 }, 'options.maxbytes'],
  [{ signal: 5 }, 'options.signal'],
  [{ name: 5 }, 'options.name'],
  [null, 'options'],
])('%p is refused before a byte is read', async (options, path) => {
  await expect(readFileBounded(here, options as never)).rejects.toMatchObject({ code: 'RNP_CONFIG', path });
});

test('a limit is kept', async () => {
  await expect(readFileBounded(here, { maxBytes: 5 })).rejects.toMatchObject({ code: 'RNP_IMAGE_TOO_LARGE' });
  expect((await readFileBounded(here, { maxBytes: 1e6 })).length).toBeGreaterThan(5);
});

test('a raster that fits no machine is refused by name', () => {
  expect(() => createRaster(1e6, 1e6, 1)).toThrow(
    expect.objectContaining({ code: 'RNP_IMAGE_RASTER', path: 'height' }),
  );
});

test('an unknown option of readImage is told of its own options', async () => {
  await expect(readImage(here, { backgruond: 'black' } as never)).rejects.toThrow(
    'options.backgruond: is an unknown option; there are name, background, limits, signal. Did you mean background?',
  );
});

test('bytes that do not fit their size are counted in both ways', () => {
  const pixels = { width: 1, height: 1, data: new Uint8Array(4) };
  expect(() => layOnBackground(pixels, 1, 'auto')).toThrow(
    'pixels.data: has 4 bytes, but 1×1 pixels of 2 bytes (1 and alpha) are 2',
  );
});
