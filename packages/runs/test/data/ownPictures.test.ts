import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDataset } from '@rnp/datasets';
import { writeIcons } from '@rnp-tools/testing/icons';
import { ownPictures } from '../../src/data/ownPictures.js';
import { countedTraining, sizeFor } from '../../src/recipes/ownPictures.js';
import type { DataEvent, NoteEvent, WarningEvent } from '../../src/events.js';
import { lineOf } from '../../src/run/events.js';
import { parseSweep } from '../sweep/parseSweep.js';
import { sweepPlan } from '../../src/sweep/plan.js';
import { learnedAdvice, lightAdvice } from '../../src/run/learningAdvice.js';
import { resolveSettings } from '../../src/settings/settings.js';
import type { SettingSources } from '../../src/settings/settingTypes.js';

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'rnp-own-'));
  writeIcons(join(cwd, 'icons'));
  writeFileSync(join(cwd, 'icons/star/notes.txt'), '');
});
afterAll(() => rmSync(cwd, { recursive: true }));

describe('what is chosen for a folder', () => {
  test('the size is that of small pictures, or has the usual aspect', () => {
    const of = (...sizes: [number, number, number][]): readonly number[] =>
      sizeFor({ sizes: sizes.map(([width, height, count]) => ({ width, height, count })) });
    expect(of([40, 30, 9])).toEqual([30, 40]);
    expect(of([64, 64, 300])).toEqual([32, 32]);
    expect(of([400, 300, 9], [4000, 3000, 2])).toEqual([28, 36]);
    expect(of([300, 400, 1], [640, 480, 2])).toEqual([28, 36]);
    expect(of([10000, 1, 1])).toEqual([20, 56]);
  });

  test('steps go with the number of pictures, and no batch is larger', () => {
    expect(countedTraining(12)).toEqual({ batchSize: 12, steps: 600 });
    expect(countedTraining(100_000)).toEqual({ batchSize: 32, steps: 4000 });
  });

  const settled = async (sources: SettingSources): Promise<[ReturnType<typeof ownPictures>, string[]]> => {
    const lines: string[] = [];
    const listen = (event: NoteEvent | WarningEvent | DataEvent): void => {
      if (event.type !== 'data') lines.push(lineOf(event)!);
    };
    const asked = await resolveSettings(sources);
    return [ownPictures(asked, sources, { listen, signal: new AbortController().signal }), lines];
  };

  test('it is said and written into the name of the data; what is asked for wins', async () => {
    const folder = join(cwd, 'icons');
    const [settings, lines] = await settled({ data: `${folder}?colour=yes`, set: ['latent=5'] });
    expect(await settings).toMatchObject({
      data: `${folder}?size=20x40&colour=yes&invert=yes`,
      model: { childrenPerLevel: [4], latent: 5 },
      training: { batchSize: 6, steps: 600 },
    });
    // So it is when the preset of folders is named.
    const asked = { data: `${folder}?colour=yes`, set: ['latent=5'], recipe: 'own-pictures' };
    const [named] = await settled(asked);
    expect(await named).toEqual(await settings);
    // And of a sweep: there its file and its command line win.
    const file = parseSweep(`{ base: { preset: own-pictures, data: "${asked.data}", set: { latent: 5 } } }`, 'own.yaml');
    const plan = await sweepPlan(file, 'own.yaml');
    expect(plan.runs[0]!.settings).toEqual({
      ...(await settings),
      workers: 1,
      training: { ...(await settings).training, seed: 1 },
    });
    const shorter = await sweepPlan(file, 'own.yaml', { steps: 7, data: `${folder}?size=8x8` });
    expect(shorter.runs[0]!.settings).toMatchObject({ data: `${folder}?size=8x8`, training: { steps: 7 } });
    expect(lines.join('\n')).toMatch(/6 to learn from, 2 held out.*2 classes \(moon 3 \+ 1, star 3 \+ 1\)/);
    expect(lines.join('\n')).toContain('8 of 8 on white; left out: 1 no PNG or JPEG (.txt)');
    expect(lines.join('\n')).toContain('warning: 6 pictures to learn from are few');
  });

  test('a preset keeps its settings and the usual size; a name is no folder', async () => {
    const folder = join(cwd, 'icons');
    const [kept] = await settled({ data: folder, recipe: 'mnist' });
    expect(await kept).toMatchObject({ data: folder, model: { childrenPerLevel: [4, 4] } });
    const [large, told] = await settled({ data: `${folder}?size=400x300`, recipe: 'mnist' });
    await large;
    expect(told.join('\n')).toContain(
      'warning: images of 300×400 (width × height) have 153 times the pixels',
    );
    // The ground of pictures in colour is taken as by a training.
    const base = `{ base: { preset: mnist, data: "${folder}?colour=yes", set: { batchSize: 6 } } }`;
    const { runs } = await sweepPlan(parseSweep(base, 'mnist.yaml'), 'mnist.yaml');
    expect(runs[0]!.settings.data).toBe(`${folder}?colour=yes&invert=yes`);
    const [digits, lines] = await settled({ data: 'digits' });
    expect(await digits).toEqual(await resolveSettings({ data: 'digits' }));
    expect(lines).toEqual([]);
  });
});

describe('advice', () => {
  const of = (...values: number[]): ReturnType<typeof createDataset> =>
    createDataset({ name: 'a', split: 'train', imageShape: [1, 1, 1], images: Uint8Array.from(values) });

  test('mostly light images', () => {
    expect(lightAdvice(of(255, 200, 0))).toContain('67 % of the pixels are light');
    expect(lightAdvice(of(255, 0))).toBeNull();
  });

  test('an error that the mean image has, too', () => {
    const splits = { train: of(0, 255), test: of(0, 255) };
    expect(learnedAdvice(0.25, splits)).toContain('nothing is learned yet');
    expect(learnedAdvice(0.24, splits)).toBeNull();
  });
});
