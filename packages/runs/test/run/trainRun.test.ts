import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { readRecord } from '../../src/record/readRecord.js';
import { runFolder } from '../../src/record/runFolder.js';
import type { RunEvent } from '../../src/run/events.js';
import { trainRun } from '../../src/run/trainRun.js';

const settings = {
  settings: {
    model: { latent: 3, childrenPerLevel: [2, 2], hidden: 6, hyperHidden: 6 },
    training: { batchSize: 4, warmup: 2, overlap: [] },
    workers: 1,
  },
  data: 'digits',
};
const options = { report: false, evaluateLimit: 8, logEvery: 2 } as const;

describe('a run as a library call', () => {
  test('tells how it goes on, and leaves its folder', async () => {
    const out = join(temporaryFolder(), 'run');
    const events: RunEvent[] = [];
    const run = trainRun({ ...settings, steps: 6 }, { ...options, out, checkpointEvery: 2 });
    for await (const event of run) events.push(event);
    const end = await run.result();
    if (!end.finished) throw new Error('not finished');
    expect(end.result.metrics).toMatchObject({ steps: 6, images: 8, complete: true });
    expect(events.find(({ type }) => type === 'start')).toEqual({ type: 'start', step: 0, steps: 6 });
    expect(
      events.filter(({ type }) => type === 'checkpoint').map((event) => 'step' in event && event.step),
    ).toContain(6);
    expect(events.filter(({ type }) => type === 'progress')).toHaveLength(3);
    expect(JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8')).steps).toBe(6);
    expect(existsSync(join(out, 'model', 'model.safetensors'))).toBe(true);
  });

  test('left early is saved, and goes on to the numbers of one that never stopped', async () => {
    const [whole, pieces] = ['whole', 'pieces'].map((name) => join(temporaryFolder(), name));
    const steps = 8;
    const reference = await trainRun({ ...settings, steps }, { ...options, out: whole! }).result();
    for await (const event of trainRun({ ...settings, steps }, { ...options, out: pieces! }))
      if (event.type === 'progress') break;
    const { training } = (await readRecord(runFolder(pieces!)))!;
    expect(training.steps).toBe(steps);
    const end = await trainRun({}, { ...options, out: pieces!, resume: true }).result();
    if (!end.finished || !reference.finished) throw new Error('not finished');
    expect(end.result.metrics.ssePerImage).toBe(reference.result.metrics.ssePerImage);
  });

  test('settings that are none, and a folder that is taken, are refused by name', async () => {
    const out = join(temporaryFolder(), 'run');
    await expect(
      trainRun({ ...settings, set: ['latnet=3'] }, { ...options, out }).result(),
    ).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      message: expect.stringContaining('Did you mean latent'),
    });
    await trainRun({ ...settings, steps: 2 }, { ...options, out }).result();
    await expect(trainRun({ ...settings, steps: 2 }, { ...options, out }).result()).rejects.toThrow(
      /holds a run already/,
    );
  });
});
