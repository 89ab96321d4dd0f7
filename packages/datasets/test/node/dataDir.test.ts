import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { defaultDataDir } from '../../src/node/index.js';

const home = join('/', 'home', 'me');

test.each([
  ['RNP_DATA_DIR first', { RNP_DATA_DIR: '/data', XDG_CACHE_HOME: '/cache' }, 'linux', '/data'],
  ['an empty RNP_DATA_DIR is none', { RNP_DATA_DIR: '' }, 'linux', join(home, '.cache', 'rnp')],
  ['XDG_CACHE_HOME', { XDG_CACHE_HOME: '/cache' }, 'linux', join('/cache', 'rnp')],
  ['a relative XDG_CACHE_HOME is ignored', { XDG_CACHE_HOME: 'cache' }, 'linux', join(home, '.cache', 'rnp')],
  ['macOS', {}, 'darwin', join(home, 'Library', 'Caches', 'rnp')],
  ['Windows', { LOCALAPPDATA: '/local' }, 'win32', join('/local', 'rnp', 'Cache')],
  ['Windows without LOCALAPPDATA', {}, 'win32', join(home, 'AppData', 'Local', 'rnp', 'Cache')],
])('%s', (_, env, platform, expected) => {
  expect(defaultDataDir({ env, platform, home })).toBe(expected);
});

test('asks this machine by default', () => {
  expect(defaultDataDir()).toBeTruthy();
});
