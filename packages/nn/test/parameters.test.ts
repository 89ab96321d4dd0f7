import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countOf, prefixed, select, sizeOf } from '../src/index.js';

describe('parameters', () => {
  test('sizes', () => {
    expect(sizeOf([])).toBe(1);
    expect(sizeOf([2, 3, 4])).toBe(24);
    expect(sizeOf([2, 0])).toBe(0);
    expect(countOf({ a: [2, 3], b: [4] })).toBe(10);
  });

  test('select cuts the prefix, and only at a whole part of the name', () => {
    const shapes = { 'state/norm/beta': [1], 'state/output/a': [2], 'state2/norm/beta': [3], state: [4] };
    expect(select(shapes, 'state')).toEqual({ 'norm/beta': [1], 'output/a': [2] });
  });

  test('select undoes prefixed', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.array(fc.nat(9))), fc.string(), (shapes, prefix) => {
        expect(Object.entries(select(prefixed(shapes, prefix), prefix))).toEqual(Object.entries(shapes));
      }),
    );
  });
});
