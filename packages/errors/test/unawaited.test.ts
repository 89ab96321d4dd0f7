import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { unawaited } from '../src/index.js';

// Jest fails a test in which a rejection stays unhandled.
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test.each<[string, () => unknown]>([
  ['a promise', () => Promise.reject(new Error('late'))],
  ['a promise of another context', () => runInNewContext('Promise.reject(new Error("late"))')],
  ['what only calls itself one', () => ({ [Symbol.toStringTag]: 'Promise' })],
  ['a value', () => 3],
  ['nothing', () => undefined],
])('%s comes back as it is, and ends no process', async (_, make) => {
  const value = make();
  // In an object, as it would be awaited else.
  expect({ value: unawaited(value) }.value === value).toBe(true);
  await turn();
});

test('whoever awaits it still hears of it', async () => {
  await expect(unawaited(Promise.reject(new Error('late')))).rejects.toThrow('late');
});
