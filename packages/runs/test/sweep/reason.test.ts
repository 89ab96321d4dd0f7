import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inWords } from '@rnp/errors';
import { statusOf } from '../../src/queued/statusOf.js';
import type { RunTask } from '../../src/sweep/task.js';
import { runProcess } from '../../src/sweep/trainInChild.js';
import { temporaryFolder } from '../temporaryFolder.js';

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
