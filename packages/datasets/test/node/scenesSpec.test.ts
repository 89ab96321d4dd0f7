import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { embeddedDigits } from '../../src/digits/index.js';
import { scenes } from '../../src/index.js';
import {
  dataContent,
  dataSource,
  datasetDigest,
  datasetInfo,
  defaultDataDir,
  listDatasets,
  loadDataset,
} from '../../src/node/index.js';
import { failureOf } from '../codeOf.js';

const dataDir = await mkdtemp(join(tmpdir(), 'rnp-scenes-'));
afterAll(() => rm(dataDir, { recursive: true }));

const digestOf = async (spec: string): Promise<string> => (await dataContent(spec, { dataDir })).digest;

describe('scenes by name', () => {
  test('are those of the function with the same options, of held-out images where they are held out', async () => {
    const settings = 'count=1-3&canvas=60x52&overlap=yes&background=clutter&compositing=sum';
    const spec = `scenes?of=digits&${settings}&scale=0.7-1&rotate=5.5&seed=9&train=30&test=12`;
    const options = {
      count: [1, 3],
      canvas: [60, 52],
      overlap: true,
      background: 'clutter',
      compositing: 'sum',
      scale: [0.7, 1],
      rotate: 5.5,
      seed: 9,
    } as const;
    for (const [split, length] of [
      ['train', 30],
      ['test', 12],
    ] as const) {
      const made = scenes([await embeddedDigits({ split })], { ...options, length });
      const loaded = await loadDataset(spec, { split });
      expect(loaded).toMatchObject({ name: spec, split, imageShape: [60, 52, 1], length });
      expect(datasetDigest(loaded)).toBe(datasetDigest(made));
      expect(loaded.truth!(3)).toEqual(made.truth(3));
      expect(loaded.recipe!.of).toEqual([`digits (${split})`]);
    }
    expect(await dataSource(spec)).toEqual({ type: 'named', name: spec });
    expect(await dataSource('./scenes')).toMatchObject({ type: 'folder' });
  });

  test('are known before they are made', async () => {
    expect(await datasetInfo('scenes?canvas=64&test=5', { dataDir })).toEqual({
      name: 'scenes?canvas=64&test=5',
      description: 'several objects of digits on a canvas, with the truth about them',
      imageShape: [64, 64, 1],
      splits: { train: 20_000, test: 5 },
      bytes: 20_005 * 64 * 64,
      embedded: true,
      downloadable: false,
      cached: { train: true, test: true },
    });
    expect(await datasetInfo('scenes?of=digits+eth-80&canvas=99', { dataDir })).toMatchObject({
      imageShape: [99, 99, 3],
      embedded: false,
      downloadable: false,
      cached: { train: false, test: false },
    });
    expect(await datasetInfo('scenes?of=digits+mnist', { dataDir })).toMatchObject({
      embedded: false,
      downloadable: true,
      cached: { train: false },
    });
    const listed = await listDatasets({ dataDir });
    for (const info of listed) expect(await datasetInfo(info.name, { dataDir })).toEqual(info);
    expect(await datasetInfo('photos', { dataDir })).toBeNull();
  });

  test('have one digest however they are written, and another for every other setting', async () => {
    const plain = await digestOf('scenes');
    const same = 'scale=0.8-1.2&canvas=50x50&of=digits&overlap=no&seed=0&count=0-2&train=20000';
    expect(await digestOf(`scenes?${same}`)).toBe(plain);
    const others = await Promise.all(
      [
        'of=mnist',
        'of=digits+mnist',
        'of=mnist+digits',
        'count=2',
        'canvas=51',
        'overlap=yes',
        'background=texture',
        'compositing=sum',
        'scale=1',
        'rotate=0',
        'seed=1',
        'train=20001',
        'test=1',
      ].map((setting) => digestOf(`scenes?${setting}`)),
    );
    expect(new Set([plain, ...others]).size).toBe(14);
  });

  test.each([
    ['size=3', "'size=3' is no setting of scenes. Settings of scenes: of=…&count=…"],
    ['cuont=3', "'cuont=3' is no setting of scenes. Did you mean count?"],
    ['count', 'count has no value; it is a number or a range, such as 0-2'],
    ['count=1&count=2', 'count is given twice; give it once'],
    ['count=0-', "count is a number or a range, such as 0-2, not '0-'"],
    ['count=2-1', 'count must rise, not be'],
    ['count=17', 'count must be a whole number from 0 to 16, not 17'],
    ['canvas=50x50x1', "canvas is HEIGHTxWIDTH or one number, such as 50, not '50x50x1'"],
    ['canvas=5000', 'canvas must be a whole number from 8 to 1024, not 5000'],
    ['overlap=true', "overlap is yes or no, not 'true'"],
    ['background=photo', "background is none, clutter, gradient or texture, not 'photo'"],
    ['compositing=max', "compositing is over or sum, not 'max'"],
    ['scale=big', "scale is a number or a range, such as 0.8-1.2, not 'big'"],
    ['scale=9', 'scale must be a number from 0.5 to 4, not 9'],
    ['rotate=-3', "rotate is a number of degrees, not '-3'"],
    ['seed=x', "seed is a number, not 'x'"],
    ['train=0', 'train must be an integer of at least 1, not 0'],
    ['of=minst', "of names no data set 'minst'; choose among digits, mnist, "],
    ['of=photos/mine', "of names no data set 'photos/mine'"],
    ['of=scenes', "of names no data set 'scenes'"],
    ['of=digits+mnist+digits', 'of names digits twice; data sets take part equally, so name each once'],
  ])('scenes?%s is refused, by the name of the setting', async (settings, words) => {
    for (const attempt of [
      dataSource(`scenes?${settings}`),
      loadDataset(`scenes?${settings}`, { split: 'test' }),
    ]) {
      const error = await failureOf(attempt);
      expect(error.code).toBe('RNP_CONFIG');
      expect(error.message).toContain(`scenes?${settings}: ${words}`);
    }
  });

  test('what finds no room is refused by the name of the setting, too', async () => {
    const error = await failureOf(loadDataset('scenes?count=12', { split: 'test' }));
    expect(error).toMatchObject({ code: 'RNP_CONFIG' });
    expect(error.message).toMatch(
      /^scenes\?count=12: count 12 objects do not find room on a canvas of 50×50/,
    );
  });
});

const real = process.env.RNP_DATA_DIR === undefined ? test.skip : test;
real('digits and garments together', async () => {
  const spec = 'scenes?of=mnist+fashion-mnist&count=2&test=60';
  const data = await loadDataset(spec, { split: 'test', dataDir: defaultDataDir(), offline: true });
  const held = await loadDataset('fashion-mnist', { split: 'test', offline: true });
  const objects = Array.from({ length: 60 }, (_, index) => data.truth!(index).objects).flat();
  const garments = objects.filter(({ source }) => source === 'fashion-mnist');
  expect(new Set(objects.map(({ source }) => source))).toEqual(new Set(['mnist', 'fashion-mnist']));
  for (const { item, className } of garments) expect(held.classNames![held.labels![item]!]).toBe(className);
});
