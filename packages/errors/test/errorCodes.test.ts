import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sources } from './sources.js';

const own = join(import.meta.dirname, '..');

/** Code, meaning and the packages that raise it, as the README lists them. */
function listed(): string[][] {
  const readme = readFileSync(join(own, 'README.md'), 'utf8');
  return [...readme.matchAll(/^\| `(RNP_\w+)` +\| (.*?) *\| (.*?) *\|$/gm)].map(([, ...cells]) => cells);
}

/** Meanings of all codes, as an editor shows them. */
function documented(): Map<string, string> {
  const text = readFileSync(join(own, 'src', 'errorCodes.ts'), 'utf8');
  return new Map(
    [...text.matchAll(/\/\*\* (.*) \*\/\n {2}\| '(RNP_\w+)'/g)].map(([, what, code]) => [code!, what!]),
  );
}

/** Which packages raise which code. What only compares an error's code with one raises nothing. */
function raised(): Map<string, Set<string>> {
  const packages = new Map<string, Set<string>>();
  for (const { name, file, text } of sources()) {
    if (file.endsWith('errorCodes.ts')) continue;
    const raising = text.replace(/[=!]== 'RNP_\w+'|\[['\w, ]+\]\.includes/g, '');
    for (const [, code] of raising.matchAll(/'(RNP_\w+)'/g)) {
      packages.set(code!, (packages.get(code!) ?? new Set()).add(name));
    }
  }
  // What is no error of ours but a mistake in our code has no row: nobody throws it.
  packages.delete('RNP_BUG');
  return packages;
}

test('the README lists every code, what it means, and the packages that raise it', () => {
  const meanings = documented();
  const rows = [...raised()].map(([code, names]) => [code, meanings.get(code), [...names].sort().join(', ')]);
  const byCode = (a: readonly unknown[], b: readonly unknown[]): number =>
    String(a[0]) < String(b[0]) ? -1 : 1;
  expect(listed().sort(byCode)).toEqual(rows.sort(byCode));
});
