import { expect, test } from '@jest/globals';
import { decodeContext } from '../src/decodeOptions.js';
import { roomFor } from '../src/roomFor.js';

const context = decodeContext({ path: 'wall.jpg' });

test('memory that cannot be had is an error of the picture', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 });
  const refused = { code: 'RNP_IMAGE_TOO_LARGE', path: 'wall.jpg' };
  expect(() => roomFor(context, () => memory.grow(2))).toThrow(expect.objectContaining(refused));
  expect(() => roomFor(context, () => new Uint8Array(2 ** 53 - 1))).toThrow(expect.objectContaining(refused));
});

test('what fits is given, and other errors pass', () => {
  expect(roomFor(context, () => 7)).toBe(7);
  const other = new TypeError('another');
  expect(() =>
    roomFor(context, () => {
      throw other;
    }),
  ).toThrow(other);
});
