import { expect, test } from '@jest/globals';
import { formatMetric } from '../../src/index.js';

test.each([
  [13.7342, '13.73'],
  [[0.8421, 0.9], '0.842 / 0.900'],
  [[3.5, 3.204], '3.50 / 3.20'],
  [64000, '64,000'],
  [1234.56, '1,235'],
  [151.23, '151.2'],
  [-2, '−2'],
  [0, '0'],
  [0.00012345, '0.00012'],
  [Number.NaN, 'not a number'],
  [Number.NEGATIVE_INFINITY, '−∞'],
  [1e20, '1.00e20'],
  [[], '–'],
  ['wasm', 'wasm'],
])('%p is written %s', (value, text) => expect(formatMetric(value)).toBe(text));
