import { expect, test } from '@jest/globals';
import { shownTyped } from '../src/index.js';

test.each([
  ['x', 'x'],
  ['-3', '-3'],
  ['line+arc', 'line+arc'],
  ['größe', 'größe'],
  ['', '""'],
  ['two words', '"two words"'],
  ['"', '"\\""'],
  ['a\u001b[2J', '"a\\u001b[2J"'],
  ['x'.repeat(50), `${'x'.repeat(37)}...`],
])('what was typed is shown as it was, in quotes only where it needs them: %j', (text, shown) => {
  expect(shownTyped(text)).toBe(shown);
});
