import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { type ArgumentChecks, argumentChecks, RnpError, shown } from '../src/index.js';

const check = argumentChecks((path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }));

/** What a check says of a value; null where it is content. */
function complaintOf(look: (check: ArgumentChecks) => void): string | null {
  try {
    look(check);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(RnpError);
    return (error as RnpError).message;
  }
}

const tensor = tf.zeros([2, 3]);
const disposed = tf.zeros([2, 3]);
disposed.dispose();

describe('what fits passes', () => {
  test.each<[string, (check: ArgumentChecks) => void]>([
    ['options', (c) => c.options('o', { a: 1 }, ['a'], ['b'])],
    ['options, one undefined', (c) => c.options('o', { a: 1, b: undefined }, ['a'], ['b'])],
    ['a tensor', (c) => c.tensor('t', tensor)],
    ['a tensor of a shape', (c) => c.tensor('t', tensor, [2, 'w'])],
    ['a number at its bound', (c) => c.number('n', 1, 0, 1)],
    [
      'any number',
      (c) => [Number.NaN, -1, Number.POSITIVE_INFINITY].forEach((n) => void c.anyNumber('n', n)),
    ],
    ['a whole number', (c) => c.wholeNumber('n', -3, -3)],
    ['a choice', (c) => c.choice('c', null, ['a', null])],
    ['a text', (c) => c.text('t', '')],
    ['a function', (c) => c.callable('f', () => 0)],
    ['a signal', (c) => c.signal('s', new AbortController().signal)],
    ['an object', (c) => c.object('o', {})],
    ['a list', (c) => c.list('l', [1], (path, entry) => c.number(path, entry))],
    ['a typed array', (c) => c.array('l', new Float32Array(2), (path, entry) => c.number(path, entry))],
    ['numbers', (c) => c.numbers('l', [1, 2], 2)],
    ['bytes', (c) => c.bytes('b', new Uint8ClampedArray(1))],
  ])('%s', (_, look) => {
    expect(complaintOf(look)).toBeNull();
  });
});

describe('what does not fit is named, with what it must be', () => {
  test.each<[(check: ArgumentChecks) => void, string]>([
    [(c) => c.options('o', null, ['a'], ['b']), 'o: must be an object with a, b, not null'],
    [(c) => c.options('o', { a: 1, c: 2 }, ['a'], ['b']), 'o.c: is an unknown option; there are a, b'],
    [
      (c) => c.options('o', { szie: 1 }, ['size'], ['steps', 'signal']),
      'o.szie: is an unknown option; there are size, steps, signal. Did you mean size?',
    ],
    [
      (c) => c.options('o', { DataDri: 1 }, ['split', 'dataDir']),
      'o.DataDri: is an unknown option; there are split, dataDir. Did you mean dataDir?',
    ],
    [(c) => c.options('o', { a: 1 }, []), 'o.a: is an unknown option; there are none'],
    [(c) => c.options('o', {}, ['a']), 'o.a: must be given, not undefined'],
    [(c) => c.options('o', tensor, []), 'o: must be an object, not a tensor [2, 3]'],
    [(c) => c.tensor('t', [1]), 't: must be a float32 tensor, not [1]'],
    [(c) => c.tensor('t', tensor, [2, 'w', 1]), 't: must be a float32 tensor [2, w, 1], not [2, 3]'],
    [(c) => c.tensor('t', tensor, [2, 4]), 't: must be a float32 tensor [2, 4], not [2, 3]'],
    [(c) => c.tensor('t', disposed), 't: must be a float32 tensor, not one that has been disposed of'],
    [
      (c) => c.tensor('t', tf.zeros([1], 'int32')),
      't: must be a float32 tensor, not one of type int32 (tf.cast makes it float32)',
    ],
    [(c) => c.number('n', Number.NaN), 'n: must be a number, not NaN'],
    [(c) => c.number('n', 1.5, 0, 1), 'n: must be a number from 0 to 1, not 1.5'],
    [(c) => c.number('n', '1', 0), 'n: must be a number from 0, not the string "1"'],
    [(c) => c.anyNumber('n', null), 'n: must be a number, not null'],
    [(c) => c.wholeNumber('n', 0, 1), 'n: must be a whole number from 1, not 0'],
    [
      (c) => c.wholeNumber('n', 2 ** 53, 1),
      'n: must be a whole number from 1 to 9007199254740991, not 9007199254740992',
    ],
    [(c) => c.wholeNumber('n', 0.5, Number.MIN_SAFE_INTEGER), 'n: must be a whole number, not 0.5'],
    [(c) => c.choice('c', 'd', ['a', 'b']), 'c: must be one of a, b, not the string "d"'],
    [(c) => c.text('t', 1n), 't: must be a string, not 1n'],
    [(c) => c.callable('f', Symbol('s')), 'f: must be a function, not a symbol'],
    [
      (c) => c.signal('s', {}),
      's: must be an AbortSignal, such as new AbortController().signal, not an object (Object)',
    ],
    [(c) => c.object('o', []), 'o: must be an object, not []'],
    [(c) => c.list('l', new Float32Array(1)), 'l: must be a list, not an object (Float32Array)'],
    [
      (c) => c.list('l', [1, 'x'], (path, entry) => c.number(path, entry)),
      'l[1]: must be a number, not the string "x"',
    ],
    [
      (c) => c.array('l', new DataView(new ArrayBuffer(1))),
      'l: must be a list or a typed array, not an object (DataView)',
    ],
    [(c) => c.numbers('l', [1], 2), 'l: must be a list of 2 numbers, not [1]'],
    [(c) => c.numbers('l', [1, Number.POSITIVE_INFINITY]), 'l[1]: must be a number, not Infinity'],
    [(c) => c.bytes('b', new Uint16Array(1)), 'b: must be a Uint8Array, not an object (Uint16Array)'],
  ])('%#', (look, message) => {
    expect(complaintOf(look)).toBe(message);
  });
});

test('checks that nobody refuses with are none', () => {
  expect(() => argumentChecks('refuse' as never)).toThrow(
    expect.objectContaining({ code: 'RNP_CONFIG', path: 'refuse' }),
  );
});

test('what is long is cut, lists above eight are counted', () => {
  expect(shown('x'.repeat(100))).toHaveLength('the string ""'.length + 40);
  expect(shown(Array.from({ length: 9 }, () => 0))).toBe('a list of 9');
  expect(shown([1, 'a'])).toBe('a list of 2');
});
