import { expect, test } from '@jest/globals';
import { rateShare } from '../../src/infer/rate.js';

test('the rate rises over 10 steps, stays, and falls over the last 0.8 of the steps', () => {
  const shares = Array.from({ length: 100 }, (_, step) => rateShare(step, 100));
  expect(shares.slice(0, 3)).toEqual([0.1, 0.2, 0.3]);
  expect(shares.slice(9, 21)).toEqual(new Array(12).fill(1));
  expect(shares[60]).toBe(0.5);
  expect(shares[99]).toBe(1 / 80);
});

test('few steps never come to the whole rate', () => {
  expect(rateShare(0, 1)).toBe(0.1);
  expect(Math.max(...Array.from({ length: 8 }, (_, step) => rateShare(step, 8)))).toBe(0.5);
});
