import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { fileDigest } from '@rnp-tools/testing/fileDigest';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import type { RunEvent } from '../../src/run/events.js';
import { type TrainRunOptions, trainRun } from '../../src/run/trainRun.js';
import { tinyRun } from './tinyRun.js';

const root = temporaryFolder();
afterAll(() => rmSync(root, { recursive: true }));

/** On the digits in the box: they are enough that a measurement can be stopped in its course. */
const settings = { ...tinyRun, data: 'digits', steps: 4 };

/** A run that is stopped at the first event of a kind. */
async function stopped(options: TrainRunOptions, at: (event: RunEvent) => boolean): Promise<unknown> {
  const stop = new AbortController();
  const run = trainRun(settings, { ...options, signal: stop.signal });
  for await (const event of run) if (at(event)) stop.abort();
  return run.result();
}

const metricsOf = (out: string): unknown => JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8'));
const modelOf = (out: string): string => fileDigest(join(out, 'model', 'model.safetensors'));
const goOn = (out: string): Promise<unknown> => trainRun({}, { out, resume: true }).result();

test('while it is measured at its end: all steps are saved, and going on measures and draws', async () => {
  const out = join(root, 'measured');
  expect(await stopped({ out }, ({ type }) => type === 'measuring')).toEqual({
    finished: false,
    step: 4,
    steps: 4,
    saved: true,
  });
  expect(metricsOf(out)).toMatchObject({ complete: false, steps: 4 });
  const weights = modelOf(out);
  expect(await goOn(out)).toMatchObject({ finished: true, result: { report: join(out, 'report.html') } });
  expect(metricsOf(out)).toMatchObject({ complete: true, steps: 4 });
  expect(modelOf(out)).toEqual(weights);
}, 60_000);

test('after the last measurement: there are all figures, and going on draws the report', async () => {
  const out = join(root, 'drawn');
  const last = (event: RunEvent): boolean => event.type === 'measuring' && event.done === event.of;
  expect(await stopped({ out, evaluateLimit: 8 }, last)).toMatchObject({
    finished: false,
    step: 4,
    saved: true,
  });
  expect(existsSync(join(out, 'report.html'))).toBe(false);
  await goOn(out);
  expect(existsSync(join(out, 'report.html'))).toBe(true);
  // Without a report there is nothing left to do.
  const without = join(root, 'undrawn');
  expect(await stopped({ out: without, evaluateLimit: 8, report: false }, last)).toMatchObject({
    finished: true,
  });
}, 60_000);

test('while it is measured on the way: what was learned since the last checkpoint is saved', async () => {
  const out = join(root, 'midway');
  let steps = 0;
  const end = await stopped({ out, evaluateEvery: 2, logEvery: 1, report: false }, (event) => {
    if (event.type === 'progress') steps = event.step;
    return event.type === 'measuring' && steps >= 2;
  });
  expect(end).toEqual({ finished: false, step: 2, steps: 4, saved: true });
  expect(metricsOf(out)).toMatchObject({ complete: false, steps: 2 });
  await goOn(out);
  const rows = readFileSync(join(out, 'evaluations.jsonl'), 'utf8').trim().split('\n');
  // The one that was cut short is made up for.
  expect(rows.map((row) => JSON.parse(row).step)).toEqual([0, 2, 4]);
}, 60_000);
