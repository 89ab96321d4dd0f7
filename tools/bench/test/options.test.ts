import { describe, expect, test } from '@jest/globals';
import { coreList } from '../src/cores.js';
import { commandOf, readOptions } from '../src/options.js';

const names = (...args: string[]): string[] =>
  readOptions(args, 4).rows.map(({ name }: { name: string }) => name);

describe('readOptions', () => {
  test('by default all rows, one core, three rounds, no peer', () => {
    expect(readOptions([], 4)).toMatchObject({
      cores: 1,
      repeats: 3,
      backend: 'wasm',
      smoke: false,
      python: null,
      json: null,
    });
    expect(names()).toContain('timeToSse15');
    expect(readOptions(['--smoke'], 4).repeats).toBe(1);
  });

  test('--only takes lists and may come again; the order is the table’s', () => {
    expect(names('--only', 'place,quickStep', '--only', 'growth')).toEqual(['quickStep', 'place', 'growth']);
  });

  test.each([
    [['--only', 'speed'], 'there is no row speed; choose from quickStep, '],
    [['--cores', '0'], '--cores takes a whole number from 1'],
    [['--cores', '8'], 'this machine has 4'],
    [['--repeats', 'x'], '--repeats takes a whole number'],
    [['--backend', 'gpu'], 'choose from wasm, tensorflow, cpu'],
    [['--python', 'python3'], 'both --python PATH and --peers DIR'],
    [['--fast'], "'--fast'"],
    [['quickStep'], 'quickStep'],
  ])('%j: %s', (args, message) => {
    expect(() => readOptions(args, 4)).toThrow(message);
  });
});

test.each([
  [[], 'npm run bench'],
  [['--json', '/home/me/a.json'], 'npm run bench'],
  [
    ['--python', '/home/me/python', '--peers', '/home/me/peers', '--only', 'place', '--cores', '2'],
    'npm run bench -- --python PATH --peers DIR --only place --cores 2',
  ],
  [['--against', '/home/me/rnp'], 'npm run bench -- --against DIR'],
  [
    ['--set', 'generator=mixture', '--set', 'bases=16'],
    'npm run bench -- --set generator=mixture --set bases=16',
  ],
])('commandOf %j names no folder', (args, command) => {
  expect(commandOf(readOptions(args, 4))).toBe(command);
});

test('coreList reads what Linux prints', () => {
  expect(coreList('0-2,5')).toEqual([0, 1, 2, 5]);
  expect(coreList('3')).toEqual([3]);
});
