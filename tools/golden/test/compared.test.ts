import { describe, expect, test } from '@jest/globals';
import { judge, numbers } from '../src/compared.js';
import { Row } from '../src/row.js';

/** Entries that should be 0, where the plain bound is 1e-5, off by so many bounds. */
const off = (...ratios: readonly number[]) =>
  numbers(
    ratios.map((ratio) => ratio * 1e-5),
    ratios.map(() => 0),
    'it',
  );
const effect = (...bounds: readonly number[]): number[] => bounds.map((ratio) => ratio * 1e-5);

describe('judge', () => {
  test.each<[string, number, number[] | undefined, string]>([
    ['within the bound', 0.9, undefined, 'passed'],
    ['within the bound, whatever the effect', 0.9, effect(50), 'passed'],
    ['beyond it, no effect measured', 1.1, undefined, 'missed'],
    ['beyond it, no effect', 1.1, effect(0), 'missed'],
    ['within bound + 2 effects', 6.9, effect(3), 'passed, rounding'],
    ['beyond bound + 2 effects', 7.1, effect(3), 'missed'],
    ['within 100 bounds', 99, effect(1000), 'passed, rounding'],
    ['beyond 100 bounds', 101, effect(1000), 'missed'],
    ['beyond 100 bounds, endless effect', 101, [Number.POSITIVE_INFINITY], 'missed'],
    ['not a number', Number.NaN, effect(1000), 'missed'],
    ['infinite', Number.POSITIVE_INFINITY, [Number.POSITIVE_INFINITY], 'missed'],
    ['an effect that is not a number', 1.1, [Number.NaN], 'missed'],
  ])('%s', (_, ratio, own, verdict) => {
    const judged = judge(off(ratio), own);
    expect(judged.verdict).toBe(verdict);
    expect(judged.where).toBe('it[0]');
    expect(judged.ratio).toBeCloseTo(Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio, 9);
  });

  test('one entry is not excused with its neighbours, and is the one that is named', () => {
    const judged = judge(off(5, 1.5, 0.5), effect(9, 0.1, 0.1));
    expect(judged).toEqual({ verdict: 'missed', ratio: expect.closeTo(1.5, 9), where: 'it[1]' });
  });
});

test('a row tells the largest error of its worst verdict', () => {
  const row = new Row('cpu', 'part');
  row.take(off(0.5));
  expect([row.verdict, String(row)]).toEqual(['passed', expect.stringMatching(/ 0\.500 +passed +it\[0\]$/)]);
  row.take(off(5), effect(9));
  row.take(off(0.7));
  expect(row.verdict).toBe('passed, rounding');
  expect(String(row)).toMatch(/ 3 +5\.000 +passed, rounding +it\[0\]$/);
  row.take(off(0, 1.5), effect(0, 0.1));
  row.take(off(6), effect(9));
  expect(row.verdict).toBe('missed');
  expect(String(row)).toMatch(/ 6 +1\.500 +missed +it\[1\]$/);
});
