import { expect, test } from '@jest/globals';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as errors from '../src/index.js';

const text = Object.assign(['write ', ''], { raw: ['write ', ''] });

/** Calls with right arguments. */
const rightCalls: Readonly<Record<string, readonly unknown[]>> = {
  RnpError: ['RNP_FILE', 'is no file', { path: 'a.png', cause: new Error('x') }],
  argumentChecks: [() => new Error('x')],
  inWords: [['a ', errors.option('size', 3)], { write: () => 'x', between: ' ' }],
  isRnpError: [new Error('x')],
  jsonChange: [[1]],
  meant: ['sise', ['size']],
  misfit: [1, { type: 'choice', of: [1] }],
  option: ['size', 3],
  options: [{ size: 3 }],
  shown: [3],
  shownTyped: ['x'],
  unawaited: [3],
  wordingOf: [new errors.RnpError('RNP_FILE', 'x')],
  worded: [text, errors.option('size')],
};

test('every exported function and class is called below', () => {
  expect(exportedFunctions(errors)).toEqual([...Object.keys(rightCalls)].sort());
});

/** What gives back what it was given gives back NaN, too. */
const given: Readonly<Record<string, Call>> = { unawaited: (value) => void errors.unawaited(value) };

test.each(Object.keys(rightCalls))('%s throws its own errors', async (name) => {
  const call = given[name] ?? (errors as unknown as Record<string, Call>)[name]!;
  // Anything can be thrown, null, too.
  await expectOwnErrors(call, rightCalls[name]!, ['cause']);
});

const check = errors.argumentChecks(
  (path, complaint) => new errors.RnpError('RNP_CONFIG', complaint, { path }),
);
const { signal } = new AbortController();

/** Every check with a right value. */
const checks: Readonly<Record<keyof errors.ArgumentChecks, readonly unknown[]>> = {
  options: ['options', { a: 1 }, ['a'], ['b']],
  tensor: ['x', { dataId: {}, shape: [1], dtype: 'float32', isDisposed: false }, [1]],
  number: ['x', 1, 0, 2],
  anyNumber: ['x', Number.NaN],
  wholeNumber: ['x', 1, 0, 2],
  choice: ['x', 'a', ['a', 'b']],
  text: ['x', 'a'],
  callable: ['x', () => 1],
  signal: ['x', signal],
  object: ['x', {}],
  list: ['x', [1]],
  array: ['x', new Uint8Array(1)],
  numbers: ['x', [1], 1],
  bytes: ['x', new Uint8Array(1)],
  json: ['x', [1]],
};

test('every check is called below', () => {
  expect(Object.keys(checks).sort()).toEqual(Object.keys(check).sort());
});

test.each(Object.entries(checks))(
  '%s refuses any other value by its path',
  async (name, [path, right, ...limits]) => {
    const call = (value: unknown): unknown =>
      (check as unknown as Record<string, Call>)[name]!(path, value, ...limits);
    // What an option may be, the checks of each say.
    await expectOwnErrors(call, [right], name === 'options' ? ['a'] : []);
  },
);
