import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import type { Dataset } from '@rnp/datasets';
import { decodePng } from '@rnp/images';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { tinyRun } from '../run/tinyRun.js';

const datasets = await import('@rnp/datasets/node');

/** What is done to the images to learn from before a run gets them. */
let change: (data: Dataset) => Dataset = (data) => data;
let [changed, asked] = [0, 0];

jest.unstable_mockModule('@rnp/datasets/node', () => ({
  ...datasets,
  loadDataset: async (...[name, options]: Parameters<typeof datasets.loadDataset>) => {
    const data = await datasets.loadDataset(name, options);
    return options.split === 'train' ? change(data) : data;
  },
}));

const { trainRun } = await import('../../src/run/trainRun.js');
const { readRecord } = await import('../../src/record/readRecord.js');
const { runFolder } = await import('../../src/record/runFolder.js');
const { describeData } = await import('../../src/use/describeData.js');

const spec = 'scenes?count=0-2&canvas=28&scale=0.5-0.6&background=clutter&train=40&test=12';

/** A run of some steps on scenes. @returns its folder */
async function trained(): Promise<string> {
  const out = join(temporaryFolder(), 'run');
  const options = { out, report: false, evaluateLimit: 8, evaluateEvery: 3, logEvery: 2 } as const;
  const end = await trainRun({ ...tinyRun, data: spec, steps: 6 }, options).result();
  expect(end.finished).toBe(true);
  return out;
}

describe('a run on scenes', () => {
  test('is never shown the truth about what it learns from: the same weights with the truth sealed and other counts', async () => {
    const open = await trained();
    change = (data) => {
      changed++;
      return {
      ...data,
      labels: data.labels!.map((count) => 2 - count),
      truth: () => {
        asked++;
        throw new Error('training asked for the truth');
      },
    };
    };
    const sealed = await trained();
    expect([changed, asked]).toEqual([1, 0]);
    const weights = (out: string): Buffer => readFileSync(join(out, 'model/model.safetensors'));
    expect(weights(sealed).equals(weights(open))).toBe(true);
    change = (data) => data;
  });

  test('has them by their settings in its record, and goes on with them', async () => {
    const out = await trained();
    const { data } = (await readRecord(runFolder(out)))!;
    expect(data).toMatchObject({ name: spec, imageShape: [28, 28, 1], length: 40 });
    expect(data).not.toHaveProperty('folder');
    expect(data.digest).toBe((await datasets.dataContent(spec)).digest);
    const end = await trainRun({ steps: 8 }, { out, resume: true, evaluateLimit: 8, report: false }).result();
    expect(end.finished).toBe(true);
  });
});

test('a description of scenes lists the numbers of objects that there are', async () => {
  const { rows } = await describeData(spec.replace('count=0-2', 'count=1-2'), {
    out: join(temporaryFolder(), 'counts.png'),
  }).result();
  expect(rows.find(([heading]) => heading === 'objects in a scene')?.[1]).toEqual(['1, 2']);
});

test('a description of scenes shows the objects in their boxes', async () => {
  const out = join(temporaryFolder(), 'twelve.png');
  const { rows, description, picture } = await describeData(spec, { out }).result();
  expect(picture).toBe(out);
  expect(description).toMatchObject({ name: spec, train: 40, test: 12, classes: ['0', '1', '2'] });
  expect(rows.map(([heading, words]) => [heading, words.join('')])).toContainEqual([
    'objects in a scene',
    '0, 1, 2',
  ]);
  expect(rows.find(([heading]) => heading === 'made with')?.[1]).toEqual([
    'of=digits, overlap=no, background=clutter, compositing=over, scale=0.5-0.6, rotate=10, seed=0',
  ]);
  expect(description).toMatchObject({ recipe: { options: { background: 'clutter', rotate: 10 } } });
  // Sky blue is the first object's colour, orange the second's.
  const { data, channels } = decodePng(readFileSync(picture!));
  const colours = new Set<string>();
  for (let at = 0; at < data.length; at += channels) colours.add(data.slice(at, at + 3).join());
  expect(colours).toContain('86,180,233');
  expect(colours).toContain('230,159,0');
});
