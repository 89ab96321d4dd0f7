import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { readMetrics, runFolder } from '../../src/record/index.js';
import { progressOf } from '../../src/run/events.js';
import { trainRun } from '../../src/run/trainRun.js';
import type { SettingSources } from '../../src/settings/settingTypes.js';
import { evaluateModel } from '../../src/use/evaluateModel.js';
import { tinyRun } from './tinyRun.js';

const cwd = temporaryFolder();
const told = { evaluateLimit: 6, logEvery: 1 } as const;
const short: SettingSources = { ...tinyRun, steps: 2 };

describe('a run that is told to infer', () => {
  test('is measured at one look, and after so many steps, as evaluateModel measures it', async () => {
    const [donor, out] = [join(cwd, 'donor'), join(cwd, 'adapted')];
    await trainRun(short, { ...told, out: donor, report: false }).result();
    const adapt = { model: donor, kept: 'hypernetworks' } as const;
    const job = trainRun({ data: 'digits', steps: 2 }, { ...told, out, adapt, infer: 3 });
    const shown = new Set<string>();
    for await (const event of job) if (event.type === 'measuring') shown.add(progressOf(event)!.details[0]!);
    expect([...shown]).toEqual([
      'measuring held-out images',
      'measuring held-out images after 3 steps of inference',
    ]);
    const end = await job.result();
    if (!end.finished) throw new Error('not finished');
    const { inferred, ...metrics } = end.result.metrics;
    const closely = await evaluateModel({ model: out, limit: 6, infer: 3 }).result();
    const { ssePerImage, purity, effectiveChildren, withoutInk } = closely.figures;
    expect(inferred).toEqual({
      steps: 3,
      ssePerImage,
      purity,
      effectiveChildren,
      withoutInk,
      energy: closely.energy,
    });
    expect(inferred!.ssePerImage).toBeLessThan(metrics.ssePerImage);
    expect(metrics.ssePerImage).toBe(
      (await evaluateModel({ model: out, limit: 6 }).result()).figures.ssePerImage,
    );
    expect(await readMetrics(runFolder(out))).toEqual(end.result.metrics);
    // It goes into all that tells of the run; the record has it for a run that goes on.
    const said = (name: string): string => readFileSync(join(out, name), 'utf8');
    expect(said('model/README.md')).toMatch(/\| SSE per image after 3 steps of inference \| /);
    expect(said('report.html')).toContain('SSE after 3 steps of inference');
    expect(JSON.parse(said('run.json')).bookkeeping.infer).toBe(3);
  });

  test('has no such figures unless told', async () => {
    const out = join(cwd, 'plain');
    const end = await trainRun(short, { ...told, out, report: false }).result();
    expect(end.finished && end.result.metrics).not.toHaveProperty('inferred');
  });

  test('cannot be a model without parts: that is said before anything is trained', async () => {
    const out = join(cwd, 'whole');
    const vae: SettingSources = {
      settings: { network: 'conv-vae', training: { batchSize: 4 }, workers: 1 },
      data: 'digits',
      steps: 2,
    };
    await expect(trainRun(vae, { ...told, out, infer: 3 }).result()).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      message: expect.stringContaining('no parts'),
    });
    await trainRun(vae, { ...told, out, report: false }).result();
    await expect(trainRun({}, { out, resume: true, infer: 3 }).result()).rejects.toMatchObject({
      code: 'RNP_CONFIG',
    });
  });
});
