import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readJsonLines } from '@rnp/files/node';
import { rnpConfig, type TrainEvent, trainingConfig } from '@rnp/vae';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { rasterOf } from '../../src/explain/rasters.js';
import { openCurveFiles } from '../../src/record/curveFiles.js';
import { levelNames } from '../../src/record/levelNames.js';
import { readRunState } from '../../src/record/readRecord.js';
import { createMetricsLog } from '../../src/run/metricsLog.js';
import { createWarningFilter } from '../../src/run/warningFilter.js';
import { requireSameSettings } from '../../src/settings/compareSettings.js';

describe('metrics log', () => {
  test('a row waits for the parse figures of its step', async () => {
    const dir = temporaryFolder();
    const path = join(dir, 'metrics.jsonl');
    const log = createMetricsLog(path, { seconds: 100, rows: [] }, await openCurveFiles(dir, 2));
    const progress = (step: number): TrainEvent => ({
      type: 'progress',
      step,
      steps: 9,
      metrics: {
        loss: 3,
        ssePerImage: 2,
        klPerImage: 1,
        overlapPerImage: 0,
        patchPerImage: 0,
        gradientNorm: 5,
      },
      learningRate: 0.1,
      imagesPerSecond: 10,
      secondsLeft: 1,
      seconds: step,
    });
    const parse = { purity: [0.5, Number.NaN], effectiveChildren: [2, 1], withoutInk: [0, 4], images: 4 };
    await log.take(progress(1));
    await log.take(progress(2));
    await log.take({ type: 'parse', step: 2, steps: 9, parse });
    expect(log.last?.step).toBe(1);
    await log.flush();
    await log.flush();
    const rows = (await readJsonLines(path)) as { step: number; seconds: number; purity?: number[] }[];
    expect(rows.map(({ step, seconds, purity }) => [step, seconds, purity])).toEqual([
      [1, 101, undefined],
      [2, 102, [0.5, null]],
    ]);
  });
});

test('a warning is told once while it lasts, whatever its figures', () => {
  const filter = createWarningFilter();
  const told = ['purity 0.52', 'purity 0.48', null, 'purity 0.61', null, null, 'purity 0.50'].map(
    (message) => {
      filter.measured();
      return message !== null && filter.isNew(message);
    },
  );
  expect(told).toEqual([true, false, false, true, false, false, true]);
});

test('levels and channels of any number have a name and a picture', () => {
  expect(levelNames(4)).toEqual(['parts', 'subparts', 'level 3', 'level 4']);
  const two = rasterOf(Float32Array.of(1, 0, 0.5, 0.5), [1, 2, 2]);
  expect([two.channels, [...two.data]]).toEqual([1, [0.5, 0.5]]);
  expect(rasterOf(new Float32Array(12), [2, 2, 3]).channels).toBe(3);
});

test('a run from before a setting was added goes on with its default, and with no other value', () => {
  const asked = {
    network: 'rnp' as const,
    model: rnpConfig(),
    training: trainingConfig({ steps: 7 }),
    workers: 1,
  };
  const { frozen: _, overlapFinal: __, evenness: ___, ...training } = asked.training;
  const run = {
    schema: 'rnp-run',
    version: 1,
    command: 'rnp train',
    ...asked,
    training,
    data: { name: 'digits', digest: '0'.repeat(64), imageShape: [28, 28, 1], length: 9000 },
    backend: 'wasm',
    minutes: null,
    rnp: '0.1.0',
  };
  const stored = readRunState({ schema: 'rnp-run-state', run, seconds: 1 }, 'state.json').run;
  expect(() => requireSameSettings(stored, asked)).not.toThrow();
  const other = { ...asked, training: { ...asked.training, frozen: ['decoder/'] } };
  expect(() => requireSameSettings(stored, other)).toThrow(/frozen is \[\] in the run and \["decoder\/"\]/);
  // So have the figures of steps that were not logged yet.
  const { reports } = readRunState(
    {
      schema: 'rnp-run-state',
      run,
      seconds: 1,
      reports: [
        [9, 8, 3, 0.5, 0, 0, 2],
        [9, 8, 3, 0.5, 0, 0, 0.1, 0.2, 2],
        [9, 8, 3, 0.5, 0, 0, 0, 0, 0.3, 2],
      ],
    },
    'state.json',
  );
  expect(reports).toEqual([
    [9, 8, 3, 0.5, 0, 0, 0, 0, 0, 2],
    [9, 8, 3, 0.5, 0, 0, 0.1, 0.2, 0, 2],
    [9, 8, 3, 0.5, 0, 0, 0, 0, 0.3, 2],
  ]);
});
