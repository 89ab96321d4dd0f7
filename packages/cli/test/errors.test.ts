import { expect, test } from '@jest/globals';
import { isExpected, UsageError } from '@rnp/runs';
import { exitCodeOf } from '../src/errors.js';

test('exit codes follow from the codes of errors', () => {
  const coded = (code: string): Error => Object.assign(new Error('x'), { code });
  expect(
    ['RNP_CONFIG', 'RNP_USAGE', 'RNP_DATA_UNKNOWN', 'RNP_FILE', 'RNP_DIVERGED'].map((code) =>
      exitCodeOf(coded(code)),
    ),
  ).toEqual([2, 2, 2, 1, 3]);
  expect(exitCodeOf(new UsageError('x', { code: 'RNP_FILE' }))).toBe(2);
  expect([exitCodeOf(new UsageError('x')), exitCodeOf(new Error('x')), exitCodeOf('x')]).toEqual([2, 1, 1]);
  // A mistake of ours is none of the user's, though Node gives it a code.
  expect([coded('ERR_INVALID_ARG_TYPE'), coded('RNP_FILE')].map(isExpected)).toEqual([false, true]);
});
