import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { isRnpError, RnpError } from '../src/index.js';

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

test('no code is listed that no package throws', () => {
  const packages = join(import.meta.dirname, '..', '..');
  const list = readFileSync(join(packages, 'errors', 'src', 'errorCodes.ts'), 'utf8');
  const sources = readdirSync(packages)
    .filter((name) => name !== 'errors')
    .flatMap((name) => sourcesOf(join(packages, name, 'src')))
    .map((file) => readFileSync(file, 'utf8'));
  const unused = [...list.matchAll(/\| '(RNP_\w+)'/g)]
    .map(([, code]) => code!)
    .filter((code) => !sources.some((text) => text.includes(`'${code}'`)));
  expect(unused).toEqual([]);
});

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.generated.ts'))
    .map((file) => join(folder, file));
}
