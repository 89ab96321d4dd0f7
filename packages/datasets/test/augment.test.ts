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

  // As wide as the test needs it to be: a cubic kernel dips below 0 beside sharp edges, where it is cut off.
  test('a shift moves ink as a whole: its amount and, by its mean place, no farther than asked', () => {
    const side = 25;
    const blob = Float32Array.from({ length: side * side }, (_, i) =>
      Math.exp(-(((i % side) - 12) ** 2 + (Math.floor(i / side) - 12) ** 2) / 8),
    );
    const massOf = (image: Float32Array): number => image.reduce((sum, value) => sum + value, 0);
    for (let step = 0; step < 20; step++) {
      const moved = augmentBatch(blob, [side, side, 1], { shift: 3 }, { seed: 5, step });
      const mass = massOf(moved);
      const x = moved.reduce((sum, value, i) => sum + value * (i % side), 0) / mass;
      const y = moved.reduce((sum, value, i) => sum + value * Math.floor(i / side), 0) / mass;
      expect(mass / massOf(blob)).toBeCloseTo(1, 3);
      for (const mean of [x, y]) expect(Math.abs(mean - 12)).toBeLessThanOrEqual(3.01);
      expect(Math.hypot(x - 12, y - 12)).toBeGreaterThan(0.05);
    }
  });

  test('strokes of one pixel keep three quarters of their energy', () => {
    const side = 28;
    const strokes = Float32Array.from({ length: side * side }, (_, i) => Number((i % side) % 9 === 4));
    const energy = (images: Float32Array): number => images.reduce((sum, value) => sum + value * value, 0);
    const many = new Float32Array(side * side * 64);
    for (let item = 0; item < 64; item++) many.set(strokes, item * side * side);
    // Linear interpolation keeps two thirds: the mean of t² + (1 − t)².
    const kept = energy(augmentBatch(many, [side, side, 1], { shift: 0.5 }, at)) / energy(many);
    expect(kept).toBeGreaterThan(0.75);
    expect(kept).toBeLessThan(1);
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
    expect(codeOf(() => augmentBatch(noise(4), [2, 2, 1], amounts, at))).toBe('RNP_CONFIG');
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
