import { describe, expect, test } from '@jest/globals';
import { remeasured } from '../src/results/metricsFile.js';
import { agrees, compare, comparisonTable } from '../src/verify/compare.js';

const verdicts = (committed: object, measured: object) =>
  Object.fromEntries(compare(committed as never, measured as never).map((row) => [row.key, row.verdict]));

describe('committed figures and those measured again', () => {
  test('within one percent they are the same, beyond they differ', () => {
    const committed = { ssePerImage: 10, purity: [0.8, 0.9] };
    expect(verdicts(committed, { ssePerImage: 10.09, purity: [0.8, 0.9] })).toEqual({
      ssePerImage: 'same',
      purity: 'same',
    });
    expect(verdicts(committed, { ssePerImage: 9.89, purity: [0.8, 0.92] })).toEqual({
      ssePerImage: 'differs',
      purity: 'differs',
    });
  });

  test('a seed that was never run has nothing to compare', () => {
    expect(verdicts({ sse: [8, null], none: null }, { sse: [8, null], none: null })).toEqual({
      sse: 'same',
      none: 'not measured again',
    });
  });

  test('a figure on one side only, of another form or no number at all fails', () => {
    for (const [committed, measured] of [
      [{ sse: 1 }, {}],
      [{}, { sse: 1 }],
      [{ purity: [1, 1] }, { purity: [1] }],
      [{ purity: [1] }, { purity: 1 }],
      [{ sse: 1 }, { sse: Number.NaN }],
      [{ sse: null }, { sse: 1 }],
      [{ sse: 0 }, { sse: 1e-9 }],
    ]) {
      expect(agrees(compare(committed as never, measured as never))).toBe(false);
    }
  });

  test('how a run went is not measured again, nor what no model was kept for', () => {
    const committed = {
      seconds: 900,
      'seconds.one': 900,
      sse: [9, 8, 7],
      other: 5,
      date: '2023-01-01',
      cores: 2,
    };
    const rows = compare(committed, { sse: [9, null, null], other: null } as never);
    expect(agrees(rows)).toBe(true);
    expect(Object.fromEntries(rows.map(({ key, verdict }) => [key, verdict]))).toEqual({
      seconds: 'not measured again',
      'seconds.one': 'not measured again',
      sse: 'same',
      other: 'not measured again',
      cores: 'not measured again',
    });
    expect(agrees(compare(committed, { sse: [9.2, null, null], other: null } as never))).toBe(false);
  });

  test('of a list over seeds the table says how many were measured again; the verdict is of those', () => {
    const committed = { sse: [9, 8, 7], purity: [0.8, 0.9], other: [1, 2], nested: [[1], [2, 3]] };
    const measured = { sse: [9, null, null], purity: [0.8, 0.9], other: [null, 1], nested: [[1], [null, 3]] };
    const rows = compare(committed as never, measured as never);
    expect(rows.map(({ verdict }) => verdict)).toEqual(['same', 'same', 'differs', 'same']);
    const last = comparisonTable(rows)
      .split('\n')
      .slice(1)
      .map((line) => line.split(' %')[1]!.trim());
    expect(last).toEqual(['same, 1 of 3', 'same', 'differs, 1 of 2', 'same, 2 of 3']);
  });

  test('the table shows both and by how much they differ', () => {
    const table = comparisonTable(compare({ sse: 10, seconds: 3 }, { sse: 10.2 }));
    expect(table.split('\n')).toEqual([
      'figure   committed  measured  difference',
      'sse      10         10.2      2.00 %      differs',
      'seconds  3          –                     not measured again',
    ]);
  });
});

test('figures that are measured again leave how models were trained, and what was not kept, as it was', () => {
  const committed = {
    sse: 2,
    'b.sse': 3,
    gone: 4,
    seconds: 60,
    'steps.b': 9,
    seed: 1,
    date: '2020-01-01',
    'measured.date': '2020-02-02',
  };
  const machine = { date: '2020-03-03', cores: 2 };
  expect(remeasured(committed, { sse: 1, 'b.sse': null, 'inferred.sse': 0.5 }, machine)).toEqual({
    sse: 1,
    'b.sse': 3,
    'inferred.sse': 0.5,
    seconds: 60,
    'steps.b': 9,
    seed: 1,
    date: '2020-01-01',
    'measured.date': '2020-03-03',
    'measured.cores': 2,
  });
});
