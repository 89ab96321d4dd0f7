import { expect, test } from '@jest/globals';
import { withNulls } from '../../src/files/jsonFile.js';

test('figures that there are none of are null, at any depth, and the others stay', () => {
  const figures = {
    step: 3,
    purity: [0.5, Number.NaN],
    held: { sse: Number.POSITIVE_INFINITY },
    name: 'a',
    none: null,
  };
  expect(withNulls(figures)).toEqual({
    step: 3,
    purity: [0.5, null],
    held: { sse: null },
    name: 'a',
    none: null,
  });
  expect(figures.purity).toEqual([0.5, Number.NaN]);
});
