import { expect, test } from '@jest/globals';
import { fromRecipe } from '../../src/settings/settings.js';
import { type RunStatus, sweepSecondsLeft, waiting } from '../../src/sweep/index.js';

const status = (seed: number, more: Partial<RunStatus> = {}): RunStatus => ({
  ...waiting({
    name: `a/seed-${seed}`,
    setting: 'a',
    seed,
    key: 'f'.repeat(32),
    digest: '0'.repeat(64),
    settings: fromRecipe('quick-start'),
  }),
  ...more,
});
const atWork = status(2, {
  state: 'running',
  soFar: { step: 25, steps: 100, ssePerImage: 12, imagesPerSecond: 100, secondsLeft: 90 },
});
const done = status(1, { state: 'done', metrics: { seconds: 60 } as RunStatus['metrics'] });
const begun = status(3, { state: 'running' });

test('what waits goes to the lane that is free first, and takes as long as what is at work', () => {
  // A run takes 120 s: one lane is free at once, the other in 90 s.
  expect(sweepSecondsLeft([done, atWork, status(4)], 2)).toBe(120);
  expect(sweepSecondsLeft([done, atWork, status(4), status(5)], 2)).toBe(210);
});

test('between two runs, those that are done are what it is judged by', () => {
  expect(sweepSecondsLeft([done, status(4), status(5)], 1)).toBe(120);
  expect(sweepSecondsLeft([done, begun, status(5)], 1)).toBe(120);
});

test('there is no estimate where nothing is left, or nothing has been told', () => {
  expect(sweepSecondsLeft([done], 2)).toBeNull();
  expect(sweepSecondsLeft([begun], 1)).toBeNull();
});
