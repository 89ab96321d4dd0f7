import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { isRnpError, type NamedOptions, type RnpError } from '@rnp/errors';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { openData } from '../../src/data/index.js';
import { type TrainRunOptions, trainRun } from '../../src/index.js';
import { openModel } from '../../src/models/index.js';
import { readEvaluations, runFolder } from '../../src/record/index.js';
import { evaluateOn } from '../../src/run/index.js';
import type { SettingSources } from '../../src/settings/index.js';

/** Steps grow until weights overflow, after some that still learn. */
const wild = [
  'batchSize=4',
  'latent=3',
  'childrenPerLevel=2,2',
  'hidden=6',
  'hyperHidden=6',
  'stateLayers=1',
  'policyLayers=1',
  'warmup=60',
  'learningRate=1',
  'schedule=constant',
  'clipNorm=none',
];

/** Settings with others in their place. */
function over(set: readonly string[], others: readonly string[]): string[] {
  const names = others.map((one) => one.split('=')[0]);
  return [...set.filter((one) => !names.includes(one.split('=')[0])), ...others];
}

async function diverged(
  out: string,
  options: Partial<TrainRunOptions> = {},
  set: readonly string[] = [],
): Promise<RnpError> {
  const run = trainRun(
    { set: over(wild, set), steps: 800, workers: 1 },
    { out, report: false, logEvery: 1, ...options },
  );
  return run.result().then(
    () => Promise.reject(new Error('the run did not diverge')),
    (error: unknown) => (isRnpError(error) ? error : Promise.reject(error)),
  );
}

/** What a message proposes, as a program would do it. */
function proposed({ wording }: RnpError): [SettingSources, TrainRunOptions] {
  const group = wording.find((part): part is NamedOptions => typeof part !== 'string' && 'options' in part);
  const { recipe, data, set, workers, ...options } = Object.fromEntries(
    group!.options.map(({ option, value }) => [option, value]),
  );
  return [
    { ...(recipe === undefined ? {} : { recipe }), data, set, steps: 3, workers } as SettingSources,
    options as unknown as TrainRunOptions,
  ];
}

test('of a run that diverged the last and the best weights are kept, told, and gone on from as the message says', async () => {
  const out = join(temporaryFolder(), 'run');
  const error = await diverged(out);
  const { model, metrics, best } = runFolder(out);
  const { steps } = JSON.parse(readFileSync(metrics, 'utf8'));
  expect(error).toMatchObject({ code: 'RNP_DIVERGED', cause: { restoredTo: steps } });
  expect(error.message).toMatch(/^the loss was no longer a number at step \d+; /);
  const [, step] = /The best model, of step (\d+), with an error of [\d.]+, is in /.exec(error.message)!;
  expect(Number(step)).toBeGreaterThan(0);
  expect(Number(step)).toBeLessThanOrEqual(steps);
  expect(error.message).toContain(', set clipNorm=10, ');
  expect(error.message).toContain(`. The model of step ${steps} is in ${model}. The best model, `);
  expect(error.message).toContain(
    `${best}. Go on from it, with all weights, by adapt: {"model":${JSON.stringify(best)},"kept":"encoder and hypernetworks"}, data: "digits", set: ["frozen=none","clipNorm=10","learningRate=0.0006"], out: "${out}-slower", workers: 1, logEvery: 1, report: false`,
  );
  await goesOn(error, best);
}, 120_000);

test('the model that was best on held-out images on the way is kept beside the last one', async () => {
  const out = join(temporaryFolder(), 'run');
  const set = over(wild, ['learningRate=0.001', 'warmup=2']);
  await trainRun({ set, steps: 4, workers: 1 }, { out, report: false, evaluateEvery: 2 }).result();
  const folder = runFolder(out);
  const rows = await readEvaluations(folder);
  const { model } = await openModel(folder.best, ['wasm']);
  const { ssePerImage } = await evaluateOn(model, await openData('digits', 'test'), {});
  model.dispose();
  expect(ssePerImage).toBeCloseTo(Math.min(...rows.map((row) => row.ssePerImage)), 2);
}, 120_000);

test('a run that diverged before it learned anything is to be trained anew', async () => {
  const out = join(temporaryFolder(), 'run');
  const error = await diverged(out, { evaluateLimit: 50 }, ['learningRate=1e12']);
  expect(error.message).toMatch(
    /\. Train anew by recipe: "quick-start", data: "digits", set: \[.*\], out: ".*run-slower", workers: 1, logEvery: 1, evaluateLimit: 50, report: false$/,
  );
  // The whole run, but for its learning rate.
  const [sources, options] = proposed(error);
  expect(sources.set).toEqual(
    expect.arrayContaining([
      'latent=3',
      'childrenPerLevel=2,2',
      'steps=800',
      'clipNorm=10',
      'learningRate=0.0006',
    ]),
  );
  expect(sources.set).not.toContain('clipNorm=none');
  const short = (sources.set ?? []).filter((one) => !one.startsWith('steps='));
  await trainRun({ ...sources, set: short }, options).result();
  const record = JSON.parse(readFileSync(runFolder(options.out).record, 'utf8'));
  const { training, model } = JSON.parse(readFileSync(runFolder(out).record, 'utf8'));
  expect(record.model).toEqual(model);
  expect(record.training).toEqual({ ...training, clipNorm: 10, learningRate: 6e-4, steps: 3 });
}, 60_000);

async function goesOn(error: RnpError, model: string): Promise<void> {
  const end = await trainRun(...proposed(error)).result();
  expect(end).toMatchObject({
    finished: true,
    record: {
      adapted: { from: model, kept: 'encoder and hypernetworks' },
      training: { frozen: [], learningRate: 6e-4 },
    },
  });
}
