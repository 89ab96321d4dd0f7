import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import fc from 'fast-check';
import { fitImage } from '../../src/index.js';
import { evenPicture, grey, pixel, thrown } from '../fixtures.js';

describe('fitImage', () => {
  test('keeps the aspect and fills with black', () => {
    const out = fitImage(evenPicture(8, 4, 1, 0.4), { width: 4, height: 4, channels: 1 });
    expect([0, 1, 2, 3].map((y) => pixel(out, 0, y)[0])).toEqual([0, 102, 102, 0]);
  });

  test('turns dark ink on paper into ink = 1 on black, and leaves ink on black alone', () => {
    const paper = grey(3, 1, 1, 1, 1, 0, 1, 1, 1, 1);
    const ink = grey(3, 0, 0, 0, 0, 1, 0, 0, 0, 0);
    const size = { width: 3, height: 3, channels: 1 };
    expect(fitImage(paper, size).data).toEqual(ink.data);
    expect(fitImage(ink, size).data).toEqual(ink.data);
    expect(fitImage(paper, { ...size, invert: false }).data).toEqual(paper.data);
    expect(fitImage(ink, { ...size, invert: true }).data).toEqual(paper.data);
    // The letterbox is no part of the image and stays black.
    expect(pixel(fitImage(paper, { ...size, height: 5 }), 0, 0)).toEqual([0]);
  });

  test('channels: luma of BT.601, as in training, or three equal ones', () => {
    const red = { width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) };
    expect([...fitImage(red, { width: 1, height: 1, channels: 1, invert: false }).data]).toEqual([76]);
    expect(pixel(fitImage(grey(1, 0.2), { width: 1, height: 1, channels: 3 }), 0, 0)).toEqual([51, 51, 51]);
    // Three channels: a bright border may be the picture's own.
    expect(pixel(fitImage(evenPicture(2, 2, 3, 1), { width: 2, height: 2, channels: 3 }), 0, 0)).toEqual([
      255, 255, 255,
    ]);
  });

  test('covers the frame by the middle of the picture, or stretches all of it', () => {
    const picture = grey(4, 0.2, 0.4, 0.6, 0.8, 0.2, 0.4, 0.6, 0.8);
    const size = { width: 2, height: 2, channels: 1, invert: false };
    expect([...fitImage(picture, { ...size, fit: 'cover' }).data]).toEqual([102, 153, 102, 153]);
    expect([...fitImage(picture, { ...size, fit: 'stretch' }).data]).toEqual([77, 179, 77, 179]);
  });

  test('any size fits any frame', () => {
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.constantFrom(1, 3),
        fc.constantFrom(1, 3),
        (w, h, W, H, from, to) => {
          const out = fitImage(evenPicture(w, h, from, 0.8), { width: W, height: H, channels: to });
          expect(out).toMatchObject({ width: W, height: H, channels: to });
          expect(out.data).toHaveLength(W * H * to);
        },
      ),
    );
  });

  test('refuses sizes and channels that are none', () => {
    for (const options of [
      { width: 0, height: 1, channels: 1 },
      { width: 1, height: 1e9, channels: 1 },
      { width: 1, height: 1, channels: 2 },
    ]) {
      const error = thrown(() => fitImage(grey(1, 1), options));
      expect(error).toBeInstanceOf(RnpError);
      expect(error).toMatchObject({ code: 'RNP_CONFIG' });
    }
  });
});
