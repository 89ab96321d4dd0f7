import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../src/temporaryFolder.js';

const printed = (...args: string[]) =>
  execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });

test('a folder for temporary files is the test file’s own, also for programs', () => {
  const [one, other] = [temporaryFolder(), temporaryFolder()];
  expect(one).not.toBe(other);
  expect(dirname(one)).toBe(tmpdir());
  expect(tmpdir()).toContain('rnp-test-');
  expect(printed('-p', 'os.tmpdir()').trim()).toBe(tmpdir());
});

test('it is removed with all that is in it, and the next file has another one', () => {
  const script = `
    import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
    import { tmpdir } from 'node:os';
    import Environment from '${new URL('../src/environment.js', import.meta.url)}';
    const before = tmpdir();
    const config = { globalConfig: {}, projectConfig: { globals: {}, testEnvironmentOptions: {} } };
    const folders = [];
    for (let file = 0; file < 2; file++) {
      const environment = new Environment(config, { console, docblockPragmas: {}, testPath: '' });
      folders.push(tmpdir());
      mkdirSync(tmpdir() + '/deep/er', { recursive: true });
      writeFileSync(tmpdir() + '/deep/er/file', 'left behind');
      process.chdir(tmpdir() + '/deep');
      await environment.teardown();
    }
    console.log(JSON.stringify({ before, folders, left: folders.filter(existsSync), after: tmpdir(), cwd: process.cwd() }));`;
  const { before, folders, left, after, cwd } = JSON.parse(printed('--input-type=module', '-e', script));
  expect(folders.map(dirname)).toEqual([before, before]);
  expect(folders[0]).not.toBe(folders[1]);
  expect([left, after, cwd]).toEqual([[], before, process.cwd()]);
});
