import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { augmentBatch, trainingData } from '../src/index.js';
import { codeOf } from './codeOf.js';
import { tiny } from './tinyDataset.js';

const at = { seed: 1, step: 0 };
const noise = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => ((i * 7919) % 101) / 100);

describe('augmentBatch', () => {
  test('without amounts every image stays as it is', () => {
    const images = noise(3 * 5 * 4 * 2);
    expect(augmentBatch(images, [5, 4, 2], {}, at)).toEqual(images);
  });

  test('values stay within their range, and depend on seed, step and place alone', () => {
    const amounts = fc.record({
      rotate: fc.double({ min: 0, max: 180, noNaN: true }),
      scale: fc.double({ min: 0, max: 1, noNaN: true }),
      shear: fc.double({ min: 0, max: 1, noNaN: true }),
      shift: fc.double({ min: 0, max: 9, noNaN: true }),
    });
    fc.assert(
      fc.property(amounts, fc.nat(1000), fc.nat(1000), (augmentation, seed, step) => {
        const images = noise(2 * 6 * 7);
        const warped = augmentBatch(images, [6, 7, 1], augmentation, { seed, step });
        expect(Math.min(...warped)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...warped)).toBeLessThanOrEqual(1);
        expect(augmentBatch(images, [6, 7, 1], augmentation, { seed, step })).toEqual(warped);
        // The first image does not depend on those after it.
        expect(augmentBatch(images.subarray(0, 42), [6, 7, 1], augmentation, { seed, step })).toEqual(
          warped.slice(0, 42),
        );
      }),
    );
  });

  test('a shift moves ink as a whole: its amount and, by its mean place, no farther than asked', () => {
    const side = 15;
    const dot = new Float32Array(side * side);
    dot[7 * side + 7] = 1;
    for (let step = 0; step < 20; step++) {
      const moved = augmentBatch(dot, [side, side, 1], { shift: 3 }, { seed: 5, step });
      const mass = moved.reduce((sum, value) => sum + value, 0);
      const x = moved.reduce((sum, value, i) => sum + value * (i % side), 0);
      const y = moved.reduce((sum, value, i) => sum + value * Math.floor(i / side), 0);
      expect(mass).toBeCloseTo(1, 5);
      for (const mean of [x, y]) expect(Math.abs(mean - 7)).toBeLessThanOrEqual(3.0001);
      expect(Math.hypot(x - 7, y - 7)).toBeGreaterThan(0);
    }
  });

  test('a rotation keeps a disc about the middle', () => {
    const side = 21;
    const disc = Float32Array.from({ length: side * side }, (_, i) =>
      Math.max(0, 1 - Math.hypot((i % side) - 10, Math.floor(i / side) - 10) / 10),
    );
    const turned = augmentBatch(disc, [side, side, 1], { rotate: 180 }, at);
    turned.forEach((value, i) => {
      expect(Math.abs(value - disc[i]!)).toBeLessThan(0.03);
    });
  });

  test.each([[{ rotate: -1 }], [{ scale: Number.NaN }], [{ turn: 3 } as never]])('refuses %j', (amounts) => {
    expect(codeOf(() => augmentBatch(noise(4), [2, 2, 1], amounts, at))).toBe('RNP_DATA_ARGUMENT');
  });
});

test('training data hands out moved images, the same at every request', () => {
  const plain = trainingData(tiny);
  const moving = trainingData(tiny, { augment: { shift: 0.5 } });
  const request = { step: 1, batchSize: 3, seed: 4 };
  expect(moving.batch(request)).not.toEqual(plain.batch(request));
  expect(moving.batch(request)).toEqual(moving.batch({ ...request }));
  expect(moving.batch({ ...request, step: 2 })).not.toEqual(moving.batch(request));
});
