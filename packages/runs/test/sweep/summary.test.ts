import { expect, test } from '@jest/globals';
import type { RunMetrics } from '../../src/record/metrics.js';
import { fromRecipe } from '../../src/settings/settings.js';
import { comparison } from '../../src/sweep/report.js';
import { type RunStatus, waiting } from '../../src/sweep/status.js';
import { spread, sweepSummary } from '../../src/sweep/summary.js';
import { runTask } from '../../src/sweep/task.js';

const status = (setting: string, seed: number, more: Partial<RunStatus> = {}): RunStatus => ({
  ...waiting({
    name: `${setting}/seed-${seed}`,
    setting,
    seed,
    key: 'f'.repeat(32),
    digest: '0'.repeat(64),
    settings: fromRecipe('quick-start'),
  }),
  ...more,
});

const metrics = (ssePerImage: number, purity: readonly number[] | null = [0.5, 0.25]): RunMetrics => ({
  ssePerImage,
  purity,
  effectiveChildren: purity === null ? null : [2, 3],
  klPerImage: 1,
  images: 1000,
  withoutInk: null,
  data: 'digits',
  digest: '0'.repeat(64),
  split: 'test',
  backend: 'wasm',
  seconds: 60,
  steps: 100,
  seed: 1,
  rnp: '0.1.0',
  complete: true,
});

const done = status('a', 1, { state: 'done', metrics: metrics(8) });

test('mean ± deviation over seeds, the best run, and a level without figures', () => {
  const all = [
    done,
    status('a', 2, { state: 'done', metrics: metrics(6, [0.7, Number.NaN]) }),
    status('b', 1, { state: 'failed', reason: 'x' }),
  ];
  const [a, b] = sweepSummary(['a', 'b'], all);
  expect(a).toMatchObject({ done: 2, runs: 2, best: { run: 'a/seed-2', ssePerImage: 6 } });
  expect(a!.ssePerImage!.mean).toBe(7);
  expect(a!.ssePerImage!.deviation).toBeCloseTo(Math.SQRT2, 12);
  expect(a!.purity![1]).toEqual({ mean: 0.25, deviation: 0 });
  expect(b).toMatchObject({ done: 0, runs: 1, ssePerImage: null, best: null });
  expect(comparison([a!, b!]).rows).toEqual([
    ['a', '2', '7 ± 1.41', '0.600 ± 0.141 / 0.250 ± 0.000', '2 ± 0.00 / 3 ± 0.00', '1:00', 'seed 2'],
    ['b', '0 of 1', '', '', '', '', ''],
  ]);
  expect(spread([])).toBeNull();
  expect(spread([4])).toEqual({ mean: 4, deviation: 0 });
});

test('a task from elsewhere is plain JSON of known keys, or refused', () => {
  const { model, training, ...settings } = fromRecipe('quick-start');
  const task = {
    name: 'a/seed-1',
    key: '0'.repeat(32),
    digest: '1'.repeat(64),
    settings: { ...settings, model, training },
    backend: 'wasm',
    evaluateEvery: 'epoch',
    checkpointEvery: null,
    report: true,
    command: 'rnp sweep x.yaml',
  };
  expect(runTask.parse(task)).toEqual(task);
  for (const bad of [
    { ...task, key: '../../etc' },
    { ...task, extra: 1 },
    { ...task, settings: { ...task.settings, network: 'gan' } },
    { ...task, settings: { ...task.settings, workers: 1e9 } },
    { ...task, evaluateEvery: 0 },
    null,
    'task',
  ]) {
    expect(runTask.safeParse(bad).success).toBe(false);
  }
});
