import { expect, test } from '@jest/globals';
import { formatSeconds } from '../../src/words/formatSeconds.js';

test('seconds as clocks show them', () => {
  expect([83, 3605, -1].map(formatSeconds)).toEqual(['1:23', '1:00:05', '0:00']);
});
