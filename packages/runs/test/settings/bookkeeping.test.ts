import { describe, expect, test } from '@jest/globals';
import { inWords } from '@rnp/errors';
import {
  type Bookkeeping,
  bookkeepingIn,
  bookkeepingLooks,
  bookkeepingOf,
  bookkeepingSchema,
  bookkeepingTable,
  changedBookkeeping,
} from '../../src/settings/bookkeeping.js';
import { unknownSetting } from '../../src/settings/parseSetting.js';

const names = Object.keys(bookkeepingTable) as (keyof Bookkeeping)[];
const defaults = bookkeepingOf(undefined);

describe.each(names)('%s follows from its row', (name) => {
  const row = bookkeepingTable[name];
  const word = row.values.type === 'count' ? row.values.word : undefined;
  const good: readonly unknown[] =
    row.values.type === 'flag' ? [true, false] : [1, 7, ...(word === undefined ? [] : [word])];
  const bad: readonly unknown[] =
    row.values.type === 'flag' ? [1, 'yes'] : [0, -1, 1.5, Number.NaN, '7', 'never', true];

  test('what a caller may say', () => {
    for (const value of good) expect(() => bookkeepingLooks[name](`options.${name}`, value)).not.toThrow();
    for (const value of bad) {
      expect(() => bookkeepingLooks[name](`options.${name}`, value)).toThrow(
        expect.objectContaining({ code: 'RNP_CONFIG', path: `options.${name}` }),
      );
    }
  });

  test('what a record may hold', () => {
    for (const value of [...good, row.default]) {
      expect(bookkeepingSchema.safeParse({ ...defaults, [name]: value }).success).toBe(true);
    }
    for (const value of bad) {
      expect(bookkeepingSchema.safeParse({ ...defaults, [name]: value }).success).toBe(false);
    }
  });

  test('a record from before it was a row has its default', () => {
    const { [name]: _, ...older } = defaults;
    expect(bookkeepingSchema.parse(older)).toEqual(defaults);
  });

  test('its default, and an example that is another value', () => {
    expect(defaults[name]).toBe(row.default);
    expect(row.example).not.toBe(row.default);
    expect(good.map((value) => typeof value)).toContain(typeof row.example);
    expect(changedBookkeeping({ ...defaults, [name]: row.example })).toEqual({ [name]: row.example });
  });

  test('who takes it for a setting is told the option', () => {
    expect(inWords(unknownSetting(name.toLowerCase()).wording)).toContain(`an option beside them: ${name}`);
  });
});

test('of other options none is taken along', () => {
  const options = { out: 'runs/a', logEvery: 3, report: undefined } as object;
  expect(bookkeepingIn(options)).toEqual({ logEvery: 3 });
});
