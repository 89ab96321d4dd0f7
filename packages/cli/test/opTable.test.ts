import { expect, test } from '@jest/globals';
import { opTable } from '../src/terminal/opTable.js';

test('ops are listed by name, numbers to the right', () => {
  const counts = [
    { op: 'layerNorm.gradient', form: 'wasm', calls: 7 },
    { op: 'dense', form: 'plain', calls: 120 },
  ];
  expect(opTable(counts)).toEqual([
    'op                  form   calls',
    'dense               plain    120',
    'layerNorm.gradient  wasm       7',
  ]);
});
