import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listEntries } from '../src/entries.js';
import { reportEntries } from '../src/report.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

test('every package offers what its committed reports say', () => {
  const main = fileURLToPath(new URL('../src/main.js', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, '--check'], { encoding: 'utf8' });
  expect({ status, stderr, stdout }).toEqual({
    status: 0,
    stderr: '',
    stdout: expect.stringMatching(/^\d+ entries of \d+ packages\n$/),
  });
});

describe('a package', () => {
  let packages: string;
  const folder = () => join(packages, 'square');
  const report = (write: boolean) =>
    reportEntries(listEntries(packages), { write, temporary: join(packages, '..', 'temporary'), repository });

  beforeEach(() => {
    packages = join(mkdtempSync(join(tmpdir(), 'rnp-api-test-')), 'packages');
    mkdirSync(join(folder(), 'dist'), { recursive: true });
    cpSync(join(repository, 'packages/errors/package.json'), join(folder(), 'package.json'));
    writeFileSync(
      join(folder(), 'dist/index.d.mts'),
      'export declare function area(side: number): number;\n',
    );
  });
  afterEach(() => rmSync(join(packages, '..'), { recursive: true, force: true }));

  test('that offers something else than its report says is told', () => {
    report(true);
    expect(readFileSync(join(folder(), 'api/index.api.md'), 'utf8')).toContain(
      'function area(side: number): number;',
    );
    writeFileSync(
      join(folder(), 'dist/index.d.mts'),
      'export declare function area(side: string): number;\n',
    );
    expect(report(false)).toMatchObject([{ changed: true, problems: [] }]);
  });

  test('that is a command has no report', () => {
    const manifest = JSON.parse(readFileSync(join(folder(), 'package.json'), 'utf8'));
    writeFileSync(
      join(folder(), 'package.json'),
      JSON.stringify({ ...manifest, bin: { square: 'dist/main.mjs' } }),
    );
    expect(listEntries(packages)).toEqual([]);
  });
});
