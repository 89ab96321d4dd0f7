import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { isRnpError, option, RnpError, worded, wordingOf } from '../src/index.js';
import { sources } from './sources.js';

test('the message begins with the path, the complaint does not', () => {
  const cause = new Error('first');
  const error = new RnpError('RNP_FILE', 'is no file', { path: 'a/b.json', cause });
  expect(error).toMatchObject({
    name: 'RnpError',
    code: 'RNP_FILE',
    path: 'a/b.json',
    complaint: 'is no file',
    message: 'a/b.json: is no file',
    cause,
  });
  expect(error).toBeInstanceOf(Error);
});

test('without a path or a cause there is neither', () => {
  const error = new RnpError('RNP_BUSY', 'is trained already');
  expect(error.message).toBe('is trained already');
  expect(error.path).toBeUndefined();
  expect('cause' in error).toBe(false);
});

test('an error of another copy of the package is known by its code', () => {
  const stranger = Object.assign(new Error('no'), { code: 'RNP_FILE' });
  expect([stranger, new RnpError('RNP_FILE', 'no')].map(isRnpError)).toEqual([true, true]);
  const others = [
    new Error('no'),
    Object.assign(new Error('no'), { code: 'ENOENT' }),
    { code: 'RNP_FILE' },
    null,
  ];
  expect(others.map(isRnpError)).toEqual([false, false, false, false]);
});

test('an error is passed on with its wording, whose ever it is; without one with its message', () => {
  const wording = worded`leave ${option('resume')} away`;
  expect(wordingOf(new RnpError('RNP_FILE', wording))).toBe(wording);
  // Those of the caller have codes of their own.
  expect(wordingOf(new RnpError<'MINE'>('MINE', wording))).toBe(wording);
  const old = Object.assign(new Error('old'), { code: 'RNP_FILE' });
  expect([wordingOf(old), wordingOf(new Error('gone'))]).toEqual([['old'], ['gone']]);
});

test('no code is listed that no package throws', () => {
  const list = readFileSync(join(import.meta.dirname, '..', 'src', 'errorCodes.ts'), 'utf8');
  const texts = sources(({ name }) => name !== 'errors').map(({ text }) => text);
  const unused = [...list.matchAll(/\| '(RNP_\w+)'/g)]
    .map(([, code]) => code!)
    .filter((code) => !texts.some((text) => text.includes(`'${code}'`)));
  expect(unused).toEqual([]);
});

test('no package throws a code that is not listed', () => {
  const list = readFileSync(join(import.meta.dirname, '..', 'src', 'errorCodes.ts'), 'utf8');
  // What is no error of ours but a mistake in our code is told so by whoever meets it, and never thrown.
  const told = ['RNP_BUG'];
  const unlisted = sources().flatMap(({ file, text }) =>
    [...text.matchAll(/'(RNP_\w+)'/g)]
      .map(([, code]) => code!)
      .filter((code) => !told.includes(code) && !list.includes(`| '${code}'`))
      .map((code) => `${file}: ${code}`),
  );
  expect(unlisted).toEqual([]);
});
