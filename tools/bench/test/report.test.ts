import { describe, expect, test } from '@jest/globals';
import { formatNumber, quantity } from '../src/report/format.js';
import { intoPage } from '../src/report/report.js';
import { markdownTable, textTable } from '../src/report/table.js';
import { againstPeer } from '../src/rows/row.js';

test('numbers have three figures', () => {
  expect([0.12345, 1.5, 12.345, 123.45, 12345].map(formatNumber)).toEqual([
    '0.123',
    '1.5',
    '12.3',
    '123',
    '12345',
  ]);
  expect([null, undefined, Number.NaN].map(formatNumber)).toEqual(['–', '–', '–']);
  expect(quantity(2.5, 'ms')).toBe('2.5 ms');
  expect(quantity(undefined, 'ms')).toBe('–');
});

const cells = [
  ['what', 'ms'],
  ['5×5 → 32', '1'],
  ['a | b', '12'],
];

test('a text table pads by characters, not by bytes', () => {
  expect(textTable(cells)).toBe('what      ms\n5×5 → 32  1\na | b     12');
});

test('a Markdown table escapes bars', () => {
  expect(markdownTable(cells)).toBe(
    '| what     | ms  |\n| -------- | --- |\n| 5×5 → 32 | 1   |\n| a \\| b   | 12  |',
  );
});

describe('intoPage', () => {
  test('begins a page, appends to one, and replaces its own block only', () => {
    const fresh = intoPage('', 'one');
    const page = intoPage('# Performance\n', 'one');
    expect(page).toBe(`# Performance\n\n${fresh}`);
    const longer = `${page}\nAfter.\n`;
    expect(intoPage(longer, 'two')).toBe(longer.replace('one', 'two'));
  });
});

describe('againstPeer', () => {
  const goal = { unit: 'ms', maxRatio: 1.5 };

  test('compares the ratio with the goal', () => {
    expect(againstPeer(3, 2, goal)).toEqual({
      ours: '3 ms',
      peer: '2 ms',
      ratio: 1.5,
      reach: '≤ 1.5×',
      reached: true,
    });
    expect(againstPeer(3.1, 2, goal).reached).toBe(false);
  });

  test('says nothing without the peer, but holds an absolute limit', () => {
    expect(againstPeer(3, undefined, goal)).toMatchObject({ peer: '–', ratio: null, reached: null });
    const limited = { ...goal, limit: 4 };
    expect(againstPeer(3, undefined, limited)).toMatchObject({ reach: '≤ 1.5×, ≤ 4 ms', reached: true });
    expect(againstPeer(5, 5, limited).reached).toBe(false);
    expect(againstPeer(undefined, undefined, limited).reached).toBeNull();
  });
});
