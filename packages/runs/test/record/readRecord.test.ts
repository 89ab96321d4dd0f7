import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import type { RunMetrics } from '../../src/record/metrics.js';
import { readEvaluations, readMetrics, readRecord, readRows } from '../../src/record/readRecord.js';
import { type RunFolder, runFolder } from '../../src/record/runFolder.js';
import { fromRecipe } from '../../src/settings/settings.js';
import { runDir, statusesIn, sweepFolder } from '../../src/sweep/folder.js';
import type { SweepPlan, SweepRun } from '../../src/sweep/plan.js';
import { writeSweepReport } from '../../src/sweep/report.js';
import { type RunStatus, waiting } from '../../src/sweep/status.js';

const hash = '0'.repeat(64);
const row = {
  ...{ step: 5, loss: 3, ssePerImage: 3, klPerImage: 1, overlapPerImage: 0, patchPerImage: 0 },
  ...{ gradientNorm: 1, learningRate: 0.001, imagesPerSecond: 9, seconds: 1 },
};
const evaluation = {
  ...{ step: 5, epoch: 0.5, ssePerImage: 3, klPerImage: 1 },
  ...{ purity: [0.5], effectiveChildren: [2] },
};
const metrics: RunMetrics = {
  ...{
    complete: true,
    steps: 5,
    seconds: 1,
    seed: 1,
    rnp: '0.1.0',
    data: 'digits',
    digest: hash,
    split: 'test',
  },
  ...{ backend: 'wasm', images: 10, ssePerImage: 3, klPerImage: 1 },
  ...{ purity: [0.5], effectiveChildren: [2], withoutInk: [0] },
};
const record = {
  ...{ schema: 'rnp-run', version: 1, command: 'rnp train', network: 'rnp', backend: 'wasm', workers: 1 },
  model: { childrenPerLevel: [2], imageShape: [28, 28, 1], leaf: { kind: 'dense', patch: [8, 8] } },
  training: { steps: 5, seed: 1, batchSize: 4 },
  data: { name: 'digits', digest: hash, imageShape: [28, 28, 1], length: 9000 },
  ...{ minutes: null, key: 'k', rnp: '0.1.0' },
};

function write(folder: RunFolder, files: Readonly<Record<string, unknown>>): void {
  mkdirSync(folder.dir, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content : `${JSON.stringify(content)}\n`;
    writeFileSync(join(folder.dir, name), text);
  }
}

describe('files of a run that are damaged, or come from anybody', () => {
  const readers = {
    'run.json': readRecord,
    'metrics.json': readMetrics,
    'metrics.jsonl': readRows,
    'evaluations.jsonl': readEvaluations,
  } as const;
  const whole = {
    'run.json': record,
    'metrics.json': metrics,
    'metrics.jsonl': row,
    'evaluations.jsonl': evaluation,
  };

  test('whole ones are read; a last row that was cut off is left out', async () => {
    const folder = runFolder(temporaryFolder());
    write(folder, whole);
    for (const [name, read] of Object.entries(readers)) {
      const content = whole[name as keyof typeof whole];
      expect(await read(folder)).toEqual(name.endsWith('jsonl') ? [content] : content);
    }
    write(folder, { 'metrics.jsonl': `${JSON.stringify(row)}\n{"step": 6, "lo` });
    expect(await readRows(folder)).toEqual([row]);
    // A number that was none is written as null.
    write(folder, { 'metrics.jsonl': { ...row, loss: null } });
    expect((await readRows(folder))[0]!.loss).toBeNaN();
  });

  test.each([
    ['run.json', '{"schema": "rnp-run"', 'is no JSON'],
    ['run.json', '', 'is no JSON'],
    ['run.json', '\u0000\u0000\u0000', 'is no JSON'],
    ['run.json', [], 'is damaged'],
    ['run.json', { ...record, command: { toString: 5 } }, 'command'],
    ['run.json', { ...record, training: { ...record.training, steps: 2.5 } }, 'training.steps'],
    [
      'run.json',
      { ...record, model: { childrenPerLevel: [1e9, 'x'], imageShape: [28, 28, 1] } },
      'model.childrenPerLevel',
    ],
    ['run.json', { ...record, data: { ...record.data, length: -1 } }, 'data.length'],
    ['run.json', { ...record, model: { ...record.model, leaf: { kind: 'dense' } } }, 'model.leaf'],
    [
      'run.json',
      { ...record, model: { ...record.model, leaf: { kind: 'primitives', imagez: [] } } },
      'model.leaf',
    ],
    ['run.json', { ...record, model: { ...record.model, canvas: 40 } }, 'model.canvas'],
    ['metrics.json', '{"complete": tru', 'is no JSON'],
    ['metrics.json', { complete: true }, 'is damaged'],
    ['metrics.json', { ...metrics, ssePerImage: '<script>' }, 'ssePerImage'],
    ['metrics.json', { ...metrics, purity: { 0: 1 } }, 'purity'],
    ['metrics.json', { ...metrics, seconds: {} }, 'seconds'],
    [
      'metrics.jsonl',
      `${JSON.stringify(row)}\nnull\n`,
      'row 2 is damaged: must be an object, not null; delete that row',
    ],
    ['metrics.jsonl', `[]\n${JSON.stringify(row)}\n`, 'row 1 is damaged'],
    ['metrics.jsonl', { ...row, step: -5 }, 'step'],
    ['metrics.jsonl', { ...row, purity: 'high' }, 'purity'],
    ['evaluations.jsonl', { ...evaluation, epoch: 'first' }, 'epoch'],
    ['evaluations.jsonl', '5\n', 'row 1 is damaged'],
  ] as const)('%s, damaged %#: the error names the file and what is wrong', async (name, content, what) => {
    const folder = runFolder(temporaryFolder());
    write(folder, { [name]: content });
    const failure = readers[name](folder);
    await expect(failure).rejects.toMatchObject({
      code: 'RNP_USAGE',
      message: expect.stringContaining(join(folder.dir, name)),
    });
    await expect(failure).rejects.toThrow(what);
    // In our words, not those of the library that looks at it.
    await expect(failure).rejects.not.toThrow(/Invalid|expected/);
  });

  test.each([
    [{ data: 'digits' }, 'data: must be an object, not the string "digits"'],
    [{ network: 'gan' }, 'network: must be "rnp" or "conv-vae", not the string "gan"'],
    [{ version: 0 }, 'version: must be 1, not 0'],
    [{ data: { ...record.data, colour: 'red' } }, 'data: has what is not known here: colour'],
    [
      { bookkeeping: { evaluateEvery: 'never' } },
      'bookkeeping.evaluateEvery: must be a whole number of 1 or more, or "epoch", not the string "never"',
    ],
    [{ bookkeeping: { infer: 0.5 } }, 'bookkeeping.infer: must be'],
  ])('run.json with %j: what it must be and what it is', async (wrong, complaint) => {
    const folder = runFolder(temporaryFolder());
    write(folder, { 'run.json': { ...record, ...wrong } });
    await expect(readRecord(folder)).rejects.toThrow(`${folder.record} is damaged: ${complaint}`);
  });

  test.each([
    [{ version: 99 }, 'is of version 99, where this version knows 1: it was made by a newer one; it needs'],
    [
      { schema: 'rnp-run-2', data: 5 },
      'has the schema "rnp-run-2", where this version knows "rnp-run": it was',
    ],
  ])('run.json with %j is none that is damaged', async (other, complaint) => {
    const folder = runFolder(temporaryFolder());
    write(folder, { 'run.json': { ...record, ...other } });
    await expect(readRecord(folder)).rejects.toThrow(`${folder.record} ${complaint}`);
  });
});

describe('a sweep of which runs are damaged', () => {
  const runs = [1, 2, 3].map(
    (seed): SweepRun => ({
      ...{
        name: `a/seed-${seed}`,
        setting: 'a',
        settings: fromRecipe('quick-start'),
        seed,
        digest: hash,
        key: 'k',
      },
    }),
  );
  const plan: SweepPlan = {
    ...{ name: 'Damaged', about: null, settings: ['a'], runs, contents: new Map(), backend: 'wasm' },
    evaluateEvery: null,
  };

  test('one whose figures or record cannot be read has to be run again, and hides none of the others', async () => {
    const folder = sweepFolder(temporaryFolder());
    const files = { 'run.json': record, 'metrics.json': metrics };
    for (const run of runs) write(runFolder(runDir(folder, run)), files);
    write(runFolder(runDir(folder, runs[0]!)), { 'metrics.json': '{"comp' });
    write(runFolder(runDir(folder, runs[1]!)), { 'run.json': 'null garbage' });
    const states = (await statusesIn(folder, plan, false)).map(({ state }) => state);
    expect(states).toEqual(['waiting', 'waiting', 'done']);
  });

  test('one of a newer version is refused before anything is written, unless it may be replaced', async () => {
    const folder = sweepFolder(temporaryFolder());
    for (const run of runs) write(runFolder(runDir(folder, run)), { 'run.json': { ...record, version: 2 } });
    await expect(statusesIn(folder, plan, false)).rejects.toThrow('made by a newer one');
    expect(await statusesIn(folder, plan, true)).toHaveLength(3);
  });

  test('the report has the curves, figures and drawings of the whole ones', async () => {
    const folder = sweepFolder(temporaryFolder());
    const rows = [1, 2, 3]
      .map((step) => `${JSON.stringify({ ...row, step, ssePerImage: 9 / step })}\n`)
      .join('');
    runs.forEach((run, i) => {
      const content = ['\u0000{"step": 1}\n[1]\n', rows, `${rows}{"step":`][i]!;
      write(runFolder(runDir(folder, run)), { 'metrics.jsonl': content, 'parts.svg': '<svg>' });
    });
    const statuses = runs.map(
      (run, i): RunStatus => ({
        ...waiting(run),
        state: 'done',
        metrics: { ...metrics, ssePerImage: i === 0 ? Number.NaN : 4 - i },
      }),
    );
    const [summary] = await writeSweepReport(plan, folder, statuses, { command: 'rnp sweep' });
    expect(summary).toMatchObject({ done: 3, best: { seed: 3, ssePerImage: 2 } });
    const page = readFileSync(folder.report, 'utf8');
    expect(page).toContain('The best of a');
    expect(readFileSync(join(folder.dir, 'learning.svg'), 'utf8')).toMatch(/<path[^>]+d="M/);
    expect(JSON.parse(readFileSync(folder.results, 'utf8')).runs).toHaveLength(3);
  });
});
