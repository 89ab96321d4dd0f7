import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { RunMetrics } from '@rnp/runs/record';
import { fromRecipe } from '@rnp/runs/settings';
import { type RunStatus, statusSummary, statusTable, waiting } from '@rnp/runs/sweep';
import { createSweepTable } from '../src/terminal/sweepTable.js';

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

const running = status('a', 2, {
  state: 'running',
  soFar: { step: 25, steps: 100, ssePerImage: 12.345, imagesPerSecond: 100, secondsLeft: 90, purity: [0.9] },
});
const done = status('a', 1, { state: 'done', metrics: metrics(8) });

test('a row a run: step, SSE, purity, time left; and what the rest takes', () => {
  expect(statusTable([done, running, status('b', 1), status('b', 2)], 2)).toEqual([
    'run         step    SSE         purity     left',
    'a/seed-1     100      8  0.500 / 0.250     done',
    'a/seed-2  25/100  12.35          0.900     1:30',
    'b/seed-1                                waiting',
    'b/seed-2                                waiting',
    // A run takes 120 s, so two more on two lanes as much again.
    '1 done · 1 running · 2 waiting · about 3:30 left',
  ]);
  expect(statusSummary([done], 2)).toBe('1 done');
  // One lane, between two runs and at the beginning of the next: what is done took a minute.
  expect(statusSummary([done, status('b', 1), status('b', 2)], 1)).toBe(
    '1 done · 2 waiting · about 2:00 left',
  );
  const begun = status('b', 1, { state: 'running' });
  expect(statusSummary([done, begun, status('b', 2)], 1)).toBe(
    '1 done · 1 running · 1 waiting · about 2:00 left',
  );
  expect(statusSummary([begun], 1)).toBe('1 running');
});

test('of many runs, what runs is shown and the rest counted', () => {
  const many = Array.from({ length: 40 }, (_, i) => status('a', i));
  const text = statusTable([...many, running], 1, 24).join('\n');
  expect(text).toContain('25/100');
  expect(text).toContain('… and 17 more');
});

test('where the output is no terminal, a line for each change', () => {
  const stream = new PassThrough() as unknown as NodeJS.WriteStream;
  let text = '';
  (stream as unknown as PassThrough).on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const table = createSweepTable(stream, 1, () => 0);
  table.show({
    type: 'status',
    statuses: [status('a', 1), status('a', 2, { state: 'failed', reason: 'no data' })],
  });
  table.show({ type: 'status', statuses: [done, status('a', 2, { state: 'failed', reason: 'no data' })] });
  table.stop();
  expect(text.split('\n')).toEqual([
    'a/seed-2: failed: no data',
    '1 waiting · 1 failed',
    'a/seed-1: done, SSE 8',
    '',
  ]);
});
