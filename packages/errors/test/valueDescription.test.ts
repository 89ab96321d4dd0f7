import { expect, test } from '@jest/globals';
import { misfit, type ValueDescription } from '../src/index.js';

const steps: ValueDescription = { type: 'wholeNumber', min: 1 };
const share: ValueDescription = { type: 'number', min: 0, max: 1 };
const limit: ValueDescription = { type: 'number', above: 0, none: 'no limit' };
const letter: ValueDescription = { type: 'choice', of: ['a', 'b'] };
const weights: ValueDescription = { type: 'list', of: 'number', min: 0, entries: 'weights of 0 or more' };
const names: ValueDescription = { type: 'list', of: 'text', entries: 'names' };
const canvas: ValueDescription = { type: 'size', min: 2, max: 9 };

test.each<[unknown, ValueDescription]>([
  [1, steps],
  [Number.MAX_SAFE_INTEGER, steps],
  [-3.5, { type: 'number' }],
  [0, share],
  [1, share],
  [Number.MIN_VALUE, limit],
  [null, limit],
  ['b', letter],
  [[], weights],
  [[0, 2.5], weights],
  [[], names],
  [['x'], names],
  [[2, 9], canvas],
])('%j is one of %j', (value, description) => {
  expect(misfit(value, description)).toBeNull();
});

test.each<[unknown, ValueDescription, string]>([
  [0, steps, 'must be a whole number from 1, not 0'],
  [1.5, steps, 'must be a whole number from 1, not 1.5'],
  [2 ** 53, steps, 'must be a whole number from 1, not 9007199254740992'],
  [null, steps, 'must be a whole number from 1, not null'],
  ['1', share, 'must be a number from 0 to 1, not the string "1"'],
  [-0.1, share, 'must be a number from 0 to 1, not -0.1'],
  [1.1, share, 'must be a number from 0 to 1, not 1.1'],
  [Number.NaN, { type: 'number' }, 'must be a number, not NaN'],
  [Number.POSITIVE_INFINITY, limit, 'must be a number above 0, or null for no limit, not Infinity'],
  [0, limit, 'must be a number above 0, or null for no limit, not 0'],
  ['d', letter, 'must be one of a, b, not the string "d"'],
  [3, weights, 'must be a list of weights of 0 or more, not 3'],
  [[1, -1], weights, 'must be a list of weights of 0 or more, not [1, -1]'],
  [[''], names, 'must be a list of names, not a list of 1'],
  [[1, 9], canvas, 'must be [height, width], each a whole number from 2 to 9, not [1, 9]'],
  [[2, 3, 4], canvas, 'must be [height, width], each a whole number from 2 to 9, not [2, 3, 4]'],
  [28, canvas, 'must be [height, width], each a whole number from 2 to 9, not 28'],
  [[3], names, 'must be a list of names, not [3]'],
])('%j is none of %j', (value, description, complaint) => {
  expect(misfit(value, description)).toBe(complaint);
});

test.each([{}, { type: 'date' }, { type: 'choice' }])('what describes no values is refused: %j', (one) => {
  expect(() => misfit(1, one as never)).toThrow(
    expect.objectContaining({ code: 'RNP_CONFIG', path: 'description' }),
  );
});
