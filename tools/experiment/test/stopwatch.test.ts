import { expect, test } from '@jest/globals';
import { stopwatch } from '../src/training/stopwatch.js';

/** Keeps a processor busy. */
function work(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test('counts on from earlier sessions, in seconds and in CPU time, without what was paused', async () => {
  const watch = stopwatch({ seconds: 100, cpuSeconds: 50 });
  work(60);
  expect(await watch.paused(async () => work(400))).toBeUndefined();
  const { seconds, cpuSeconds } = watch.spent();
  expect(seconds).toBeGreaterThanOrEqual(100.06);
  expect(seconds).toBeLessThan(100.4);
  expect(cpuSeconds).toBeGreaterThan(50);
  expect(cpuSeconds).toBeLessThan(50.4);
});

test('tells what a paused task answers, and hands on what it throws', async () => {
  const watch = stopwatch({ seconds: 0, cpuSeconds: 0 });
  expect(await watch.paused(async () => 7)).toBe(7);
  await expect(watch.paused(async () => Promise.reject(new Error('torn')))).rejects.toThrow('torn');
});
