import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { amongOthers, trainingData } from '../src/index.js';
import { codeOf } from './codeOf.js';
import { tiny } from './tinyDataset.js';

const at = { seed: 1, step: 0 };
const noise = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => ((i * 7919) % 101) / 100);
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('amongOthers', () => {
  test('without shares every image is seen as it is', () => {
    const images = noise(3 * 5 * 4 * 2);
    expect(amongOthers(images, [5, 4, 2], {}, at)).toEqual({ drawn: images, seen: images });
  });

  test('what is seen is never darker than what is drawn, and depends on seed and step alone', () => {
    const amounts = fc.record({ others: share, pieces: share, none: share });
    fc.assert(
      fc.property(amounts, fc.nat(1000), fc.nat(1000), (among, seed, step) => {
        const images = noise(4 * 6 * 7 * 2);
        const { drawn, seen } = amongOthers(images, [6, 7, 2], among, { seed, step });
        expect(seen.every((value, i) => value >= drawn[i]! && value <= 1)).toBe(true);
        for (let i = 0; i < images.length; i += 84) {
          const [one, was] = [drawn.slice(i, i + 84), images.slice(i, i + 84)];
          if (one.some((value) => value > 0)) expect(one).toEqual(was);
        }
        expect(amongOthers(images, [6, 7, 2], among, { seed, step })).toEqual({ drawn, seen });
        expect(images).toEqual(noise(4 * 6 * 7 * 2));
      }),
    );
  });

  test('shares are those of images, as far as chance has it', () => {
    const images = new Float32Array(400 * 100).fill(1);
    const { drawn } = amongOthers(images, [10, 10, 1], { none: 0.3 }, at);
    const empty = Array.from({ length: 400 }, (_, i) => drawn[100 * i]).filter((value) => value === 0);
    // Three deviations of 400 draws.
    expect(Math.abs(empty.length / 400 - 0.3)).toBeLessThan(0.07);
  });

  test('a piece is a square of another image, as it is there but for its place', () => {
    // Of the second image each pixel is told by its value; the first is black.
    const images = Float32Array.from({ length: 200 }, (_, i) => (i < 100 ? 0 : (i - 99) / 100));
    const { seen } = amongOthers(images, [10, 10, 1], { pieces: 1 }, at);
    const laid = Array.from(seen.subarray(0, 100).entries()).filter(([, value]) => value > 0);
    const moves = new Set(laid.map(([pixel, value]) => Math.round(100 * value) - 1 - pixel));
    expect(laid.length).toBeGreaterThanOrEqual(4);
    // Four pieces: four moves at the most.
    expect(moves.size).toBeLessThanOrEqual(4);
  });

  test('another whole image lies beside, moved by a seventh of the side or more', () => {
    const images = new Float32Array(2 * 28 * 28);
    images[28 * 28 + 14 * 28 + 14] = 1;
    for (let step = 0; step < 20; step++) {
      const { seen } = amongOthers(images, [28, 28, 1], { others: 1 }, { seed: 1, step });
      for (const [pixel, value] of seen.subarray(0, 28 * 28).entries()) {
        if (value === 0) continue;
        expect(Math.hypot((pixel % 28) - 14, Math.floor(pixel / 28) - 14)).toBeGreaterThan(3);
      }
    }
  });

  test('an image alone in its batch has no others', () => {
    const images = noise(42);
    expect(amongOthers(images, [6, 7, 1], { others: 1, pieces: 1 }, at).seen).toEqual(images);
  });

  test.each([[{ others: 2 }], [{ pieces: -1 }], [{ none: Number.NaN }], [{ noise: 0.1 }], [null]])(
    '%j is refused',
    (among) => {
      expect(codeOf(() => amongOthers(noise(42), [6, 7, 1], among as never, at))).toBe('RNP_CONFIG');
      expect(codeOf(() => trainingData(tiny, { among: among as never }))).toBe('RNP_CONFIG');
    },
  );
});

test('training data shows a batch among others, the same whichever is asked for first', () => {
  const [one, other] = [1, 2].map(() => trainingData(tiny, { among: { others: 1, none: 0.5 } }));
  const request = { step: 3, batchSize: 4, seed: 5 };
  const [drawn, seen] = [one!.batch(request), one!.seen!(request)];
  expect(other!.seen!(request)).toEqual(seen);
  expect(other!.batch(request)).toEqual(drawn);
  expect(seen).not.toEqual(drawn);
  // What a caller does to it is its own affair.
  drawn.fill(0);
  expect(one!.batch(request)).toEqual(other!.batch(request));
});

test('training data of images alone says nothing of what is seen', () => {
  expect(trainingData(tiny)).not.toHaveProperty('seen');
});
