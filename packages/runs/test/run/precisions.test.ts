import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { readMetrics, runFolder } from '../../src/record/index.js';
import { progressOf } from '../../src/run/events.js';
import { trainRun } from '../../src/run/trainRun.js';
import type { SettingSources } from '../../src/settings/settingTypes.js';
import { evaluateModel } from '../../src/use/evaluateModel.js';
import { sampleModel } from '../../src/use/sampleModel.js';
import { tinyRun } from './tinyRun.js';

const cwd = temporaryFolder();
const told = { evaluateLimit: 4, logEvery: 1, report: false } as const;
const short: SettingSources = { ...tinyRun, steps: 2 };

describe('a run that is told to learn precisions', () => {
  test('keeps them in its model, which infers and samples with them; one that is finished may learn them, too', async () => {
    const out = join(cwd, 'learned');
    await trainRun(short, { ...told, out }).result();
    const sample = { model: out, count: 1, noise: 'learned' } as const;
    await expect(sampleModel(sample).result()).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      message: expect.stringMatching(
        /learned has no learned precisions; give a number \(noise: 0\.2\), or learn them: resume: ".*learned", precisions: 500$/,
      ),
    });
    const before = await evaluateModel({ model: out, infer: 2, limit: 4 }).result();
    const job = trainRun({}, { out, resume: true, precisions: 3, infer: 2, report: true });
    const shown: string[] = [];
    for await (const event of job)
      if (event.type === 'precisions') shown.push(progressOf(event)!.details[1]!);
    expect(shown).toEqual(['round 1/6', 'round 2/6', 'round 3/6', 'round 4/6', 'round 5/6', 'round 6/6']);
    const end = await job.result();
    if (!end.finished) throw new Error('not finished');
    const { precisions, inferred } = end.result.metrics;
    const { images, ...kept } = precisions!;
    expect(images).toBe(3);
    const said = (name: string): string => readFileSync(join(out, name), 'utf8');
    expect(JSON.parse(said('model/config.json')).precisions).toEqual(kept);
    expect(await readMetrics(runFolder(out))).toEqual(end.result.metrics);
    expect(said('model/README.md')).toMatch(
      /\| precisions of pixels; top program; states; actions \(from 3 training images\) \| .+; 1; /,
    );
    expect(said('report.html')).toContain('learned from 3 training images');
    const after = await evaluateModel({ model: out, infer: 2, limit: 4 }).result();
    expect(after.look).toMatchObject({ type: 'inferred', precisions: kept });
    expect(after.energy).toEqual(inferred!.energy);
    expect(after.energy).not.toEqual(before.energy);
    expect(after.rows.find(([name]) => name === 'precisions')).toEqual([
      'precisions',
      expect.stringMatching(/; 1; /),
      expect.stringContaining('the model’s own'),
    ]);
    expect(before.rows.some(([name]) => name === 'precisions')).toBe(false);
    await sampleModel(sample).result();
    // Nothing is measured again where all was told already.
    const again = trainRun({}, { out, resume: true });
    const types = new Set<string>();
    for await (const { type } of again) types.add(type);
    expect(types.has('precisions') || types.has('measuring')).toBe(false);
    // A run that goes on has other weights then, and learns them anew.
    const longer = await trainRun({ steps: 3 }, { out, resume: true }).result();
    expect(longer.finished && longer.result.metrics.precisions).toMatchObject({ images: 3 });
    expect(JSON.parse(said('model/config.json')).precisions).not.toEqual(kept);
  });

  test('cannot be a model without parts: that is said before anything is trained', async () => {
    const vae: SettingSources = { settings: { network: 'conv-vae', workers: 1 }, data: 'digits', steps: 2 };
    const refused = trainRun(vae, { ...told, out: join(cwd, 'whole'), precisions: 3 }).result();
    await expect(refused).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      message: expect.stringContaining('leave precisions away'),
    });
  });
});
