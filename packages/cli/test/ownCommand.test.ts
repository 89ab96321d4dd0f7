import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { callWords } from '../src/terminal/ownCommand.js';

const npm = 'npm/10.8.2 node/v20.19.0 linux x64 workspaces/false';

describe('advice calls the program as it was called', () => {
  const root = temporaryFolder();
  const place = (...way: string[]): string => join(root, ...way);
  const linked = place('clone', 'node_modules', '.bin');
  const path = (...folders: string[]): string => ['/usr/nowhere', ...folders].join(delimiter);

  beforeAll(() => {
    for (const clone of ['clone', 'global']) {
      mkdirSync(place(clone, 'packages', 'cli', 'bin'), { recursive: true });
      writeFileSync(place(clone, 'packages', 'cli', 'bin', 'rnp.js'), '');
    }
    for (const folder of [linked, place('global', 'bin'), place('shims')])
      mkdirSync(folder, { recursive: true });
    symlinkSync(place('clone', 'packages', 'cli', 'bin', 'rnp.js'), join(linked, 'rnp'));
    symlinkSync(place('global', 'packages', 'cli', 'bin', 'rnp.js'), place('global', 'bin', 'rnp'));
    writeFileSync(place('shims', 'rnp'), '#!/bin/sh');
  });

  const called = (program: string, env: Record<string, string>, cwd = root): string =>
    callWords({ program, env, cwd }).join(' ');

  test('installed for all', () => {
    const global = place('global', 'bin');
    expect(called(join(global, 'rnp'), { PATH: path(global) })).toBe('rnp');
    // Of a script of npm, which finds no other.
    expect(called(join(global, 'rnp'), { PATH: path(global), npm_config_user_agent: npm })).toBe('rnp');
    // By a script that stands for it.
    const program = place('store', 'node_modules', '@rnp', 'cli', 'bin', 'rnp.js');
    expect(called(program, { PATH: path(place('shims')) })).toBe('rnp');
  });

  test('in a clone or a project, whatever else is installed', () => {
    const program = join(linked, 'rnp');
    for (const others of [[], [place('global', 'bin')], [place('shims')]]) {
      const env = { PATH: path(linked, ...others), npm_config_user_agent: npm };
      expect(called(program, env)).toBe('npx rnp');
    }
    expect(called(program, { PATH: path() })).toBe('npx rnp');
    expect(called(program, { PATH: path(place('global', 'bin')) })).toBe('npx rnp');
    // Some have that folder among those of their shell.
    expect(called(program, { PATH: path(linked) })).toBe('rnp');
  });

  test.each([
    ['pnpm/9.1.0 npm/? node/v20.19.0', 'pnpm exec rnp'],
    ['yarn/4.2.0 npm/? node/v20.19.0', 'yarn rnp'],
    ['bun/1.1.0', 'bunx rnp'],
    ['other/1.0.0', 'npx rnp'],
  ])('by %s: %s', (agent, words) => {
    const env = { PATH: path(linked), npm_config_user_agent: agent };
    expect(called(join(linked, 'rnp'), env)).toBe(words);
  });

  test('fetched for this once: by the name of its package, as the registry may have another rnp', () => {
    const program = '/home/me/.npm/_npx/0a1b/node_modules/.bin/rnp';
    expect(called(program, { PATH: path(), npm_config_user_agent: npm })).toBe('npx @rnp/cli');
  });

  test('by its file, from the folder it was called in', () => {
    const program = place('clone', 'packages', 'cli', 'bin', 'rnp.js');
    expect(called(program, { PATH: path() }, place('clone'))).toBe('node packages/cli/bin/rnp.js');
    expect(called(program, { PATH: path() }, place('global'))).toBe(`node ${program}`);
    // A program that calls `main` of the package.
    expect(called(place('other.js'), { PATH: path() })).toBe('rnp');
  });
});
