import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nineDigits } from '../../src/tree/nineDigits.js';

test('is what toPrecision gives, for any float32 number', () => {
  fc.assert(
    fc.property(fc.float(), fc.float({ min: -12, max: 12 }), (any, small) => {
      for (const value of [any, small, Math.fround(small / 100), Math.fround(small / 1000)]) {
        // toPrecision has no negative zero, either.
        expect(nineDigits(value)).toBe(Number(value.toPrecision(9)));
        if (!Number.isNaN(value)) expect(Math.fround(nineDigits(value))).toBe(value === 0 ? 0 : value);
      }
    }),
    { numRuns: 5000 },
  );
});
