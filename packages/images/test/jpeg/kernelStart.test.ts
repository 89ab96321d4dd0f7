import { afterEach, expect, test } from '@jest/globals';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { decodeJpeg } from '../../src/index.js';

const { compile } = WebAssembly;
afterEach(() => {
  WebAssembly.compile = compile;
});

test('a decoder that did not start is started anew for the next picture', async () => {
  const bytes = await jpegOf(9, 7, [200, 30, 90]);
  WebAssembly.compile = () => Promise.reject(new Error('no memory for code'));
  await expect(decodeJpeg(bytes)).rejects.toThrow('no memory for code');
  WebAssembly.compile = compile;
  expect(await decodeJpeg(bytes)).toMatchObject({ width: 9, height: 7 });
});
