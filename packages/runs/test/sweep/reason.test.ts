import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inWords } from '@rnp/errors';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { statusOf } from '../../src/distributed/statusOf.js';
import { runSweep } from '../../src/index.js';
import { sweepPlan } from '../../src/sweep/index.js';
import { failed } from '../../src/sweep/status.js';
import type { RunTask } from '../../src/sweep/task.js';
import { runProcess } from '../../src/sweep/trainInChild.js';
import { parseSweep } from './parseSweep.js';

const asFlags = { write: ({ option }: { option: string }) => `--${option}`, between: ' ' };

test('what stops a run names its options across the border of its process', async () => {
  const dir = temporaryFolder();
  // Not of a run: it may only be replaced where that is asked for.
  writeFileSync(join(dir, 'model'), 'mine');
  const task: RunTask = {
    name: 'a/seed-1',
    key: 'f'.repeat(32),
    digest: '0'.repeat(64),
    settings: { data: 'digits', network: 'rnp', model: {}, training: {}, epochs: null, workers: 1 },
    backend: 'wasm',
    evaluateEvery: null,
    checkpointEvery: null,
    report: false,
    command: 'a test',
  };
  const end = await runProcess({
    task,
    dir,
    overwrite: false,
    log: join(temporaryFolder(), 'run.log'),
    signal: new AbortController().signal,
    onMessage: () => undefined,
  });
  if (end.type !== 'failed') throw new Error(`it ${end.type}`);
  expect(inWords(end.wording)).toMatch(/choose another folder with out$/);
  expect(inWords(end.wording, asFlags)).toMatch(/choose another folder with --out$/);
});

test('a task’s reason is that of its run, with its options', () => {
  const wording = ['workers with ', { option: 'folders', value: '/photos' }];
  const task = { key: 'k', name: 'n', progress: null, result: null, attempts: 1 } as const;
  const reason = inWords(wording);
  expect(statusOf({ ...task, state: 'failed', reason, wording })).toEqual({
    state: 'failed',
    reason,
    wording,
  });
  // A status of an older version has its words alone.
  expect(statusOf({ ...task, state: 'failed', reason: 'gone' })).toEqual({
    state: 'failed',
    reason: 'gone',
    wording: ['gone'],
  });
});

test('the report and results.json say why a run failed in the words of who reads them', async () => {
  const plan = await sweepPlan(parseSweep('base: { data: digits }', 'small.yaml'), 'small.yaml');
  const reason = failed(['it needs more; give ', { option: 'limits.steps', value: 3 }]);
  const out = temporaryFolder();
  const written = async (style?: typeof asFlags): Promise<readonly string[]> => {
    await runSweep(plan, {
      out,
      runner: async (_, __, statuses) => statuses.map((status) => ({ ...status, ...reason })),
      ...(style && { style }),
    }).result();
    const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    return [results.runs[0].reason, /failed: ([^<]*)</.exec(page)![1]!];
  };
  expect(await written(asFlags)).toEqual(new Array(2).fill('it needs more; give --limits.steps'));
  expect(await written()).toEqual(new Array(2).fill('it needs more; give limits.steps: 3'));
});
