import { describe, expect, test } from '@jest/globals';
import { readFlags } from '../src/flags.js';

describe('what an example is asked for', () => {
  test('a full run of seed 1 unless told otherwise', () => {
    expect(readFlags([])).toEqual({
      help: false,
      smoke: false,
      verify: false,
      measure: false,
      fresh: false,
      fromKept: false,
      seed: 1,
      workers: null,
      out: null,
      runs: null,
      only: null,
    });
    expect(readFlags(['--from-kept'])).toMatchObject({ fromKept: true, fresh: false });
    expect(readFlags(['--only', 'a,b', '--seed', '0', '--workers', '2'])).toMatchObject({
      only: ['a', 'b'],
      seed: 0,
      workers: 2,
    });
  });

  test.each([
    ['--seed', 'x'],
    ['--seed', '-1'],
    ['--seed', ''],
    ['--workers', '0'],
    ['--steps', '5'],
    ['stray'],
  ])('%s %s is refused', (...args) => {
    expect(() => readFlags(args)).toThrow(expect.objectContaining({ code: 'RNP_USAGE' }));
  });
});
