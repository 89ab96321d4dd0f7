import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { decodePng } from '@rnp/images';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import * as tf from '@tensorflow/tfjs-core';
import { openData } from '../../src/data/index.js';
import { explainImages } from '../../src/explain/index.js';
import { openModel, requireRnp } from '../../src/models/index.js';
import { type EmbedEnd, type EmbedOptions, embedPrograms, type UseEvent } from '../../src/use/index.js';
import { tinyModel } from './tinyModel.js';

const dir = temporaryFolder();
const path = (...names: string[]): string => join(dir, ...names);
const read = (...names: string[]): Buffer => readFileSync(path(...names));
const json = (...names: string[]) => JSON.parse(read(...names).toString());
let model: string;

beforeAll(async () => {
  model = await tinyModel(dir);
});

function job(out: string, options: Partial<EmbedOptions> = {}) {
  return embedPrograms({ model, limit: 20, out: path(out), ...options });
}

const embed = (out: string, options: Partial<EmbedOptions> = {}): Promise<EmbedEnd> =>
  job(out, { clusters: 3, ...options }).result();

describe('embedPrograms', () => {
  test('writes programs, places, clusters and a map of whole images, and tells how far it is', async () => {
    const before = tf.memory().numTensors;
    const events: UseEvent[] = [];
    const running = job('whole', { clusters: 3 });
    for await (const event of running) events.push(event);
    const { paths, embedding, agreement } = await running.result();
    expect(tf.memory().numTensors).toBe(before);
    expect(events).toContainEqual({ type: 'work', work: 'programs', of: 'digits test', done: 20, total: 20 });
    const works = events.flatMap((event) => (event.type === 'work' ? [event] : []));
    expect(works.at(-1)).toMatchObject({ work: 'map', of: 'tsne' });
    expect(works.at(-1)!.done).toBe(works.at(-1)!.total);
    // The programs are there before the map.
    expect(events).toContainEqual({ type: 'written', path: path('whole', 'programs.npy') });
    expect(events.findIndex(({ type }) => type === 'written')).toBeLessThan(events.indexOf(works.at(-1)!));
    const files = ['embedding.json', 'map.safetensors', 'embedding.svg', 'embedding.png'];
    expect(paths).toEqual(files.map((file) => path('whole', file)));
    expect(readdirSync(path('whole')).sort()).toEqual([...files, 'programs.npy'].sort());
    expect(json('whole', 'embedding.json')).toEqual(embedding);
    expect(embedding).toMatchObject({ data: 'digits', split: 'test', level: 0, method: 'tsne', seed: 1 });
    for (const key of ['points', 'images', 'paths', 'labels', 'clusters'] as const)
      expect(embedding![key]).toHaveLength(20);
    expect(embedding!.images).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(embedding!.medoids.map((item) => embedding!.clusters[item!])).toEqual([0, 1, 2]);
    for (const share of [agreement!.accuracy, agreement!.purity]) {
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThanOrEqual(1);
    }
    expect(read('whole', 'programs.npy').toString('latin1')).toContain("'shape': (20, 3)");
    expect(decodePng(read('whole', 'embedding.png')).width).toBe(1440);
    const svg = read('whole', 'embedding.svg').toString();
    expect(svg).toMatch(/^<svg[\s\S]*20 images of digits/);
    expect(svg.match(/data:image\/png/g)).toHaveLength(3);
  });

  test('of parts: the very programs of the parse tree', async () => {
    await embed('parts', { level: 1, method: 'umap' });
    const { images, paths } = json('parts', 'embedding.json');
    expect(images.slice(0, 4)).toEqual([0, 0, 1, 1]);
    expect(paths.slice(0, 3)).toEqual(['1', '2', '1']);
    const bytes = new Uint8Array(read('parts', 'programs.npy'));
    const view = new DataView(bytes.buffer);
    expect(bytes.length).toBe(128 + 4 * 40 * 3);
    // Row 7: the second part of image 3.
    const row = [0, 1, 2].map((d) => view.getFloat32(128 + 4 * (7 * 3 + d), true));
    const opened = await openModel(model, ['wasm']);
    const digits = await openData('digits', 'test');
    const pixels = new Float32Array(28 * 28);
    pixels.set(Float32Array.from(digits.images.subarray(3 * 784, 4 * 784), (value) => value / 255));
    const [explained] = await explainImages(requireRnp(opened), pixels);
    opened.model.dispose();
    const [, second] = explained!.tree.root.children;
    expect(second!.program).toHaveLength(3);
    for (const [d, value] of second!.program.entries()) expect(row[d]).toBeCloseTo(value, 5);
    await embed('leaves', { level: 2 });
    expect(json('leaves', 'embedding.json').paths.slice(2, 5)).toEqual(['2.1', '2.2', '1.1']);
  });

  test('one file alone, by its ending, is the same as in a folder', async () => {
    expect((await embed('map.png')).paths).toEqual([path('map.png')]);
    expect(read('map.png').equals(read('whole', 'embedding.png'))).toBe(true);
  });

  test('the same options write the same bytes', async () => {
    await embed('twice');
    for (const file of readdirSync(path('whole')))
      expect(read('twice', file).equals(read('whole', file))).toBe(true);
  });

  test('draws no map where the programs alone are asked for, and takes more of them then', async () => {
    const many = { level: 2, limit: 2600, split: 'train' } as const;
    expect(await job('many.npy', many).result()).toEqual({ paths: [], embedding: null, agreement: null });
    expect(read('many.npy').toString('latin1')).toContain("'shape': (10400, 3)");
    await job('bare', { map: false }).result();
    expect(readdirSync(path('bare'))).toEqual(['programs.npy']);
  });

  test('places other images on a map that is there, which stays as it is', async () => {
    await embed('old', { level: 1, method: 'umap' });
    const before = read('old', 'map.safetensors');
    await embed('placed', { onto: path('old'), split: 'train' });
    expect(readdirSync(path('placed'))).not.toContain('map.safetensors');
    expect(read('old', 'map.safetensors').equals(before)).toBe(true);
    expect(json('placed', 'embedding.json')).toMatchObject({ split: 'train', level: 1, method: 'umap' });
    const svg = read('placed', 'embedding.svg').toString();
    expect(svg).toMatch(/40 parts of images of digits[^<]*UMAP\), placed among 40/);
    expect(svg.match(/<circle/g)).toHaveLength(40);
    // The very images of the map lie by their own places.
    await embed('same', { onto: path('old', 'map.safetensors') });
    const [own, again] = ['old', 'same'].map(
      (name) => json(name, 'embedding.json').points as [number, number][],
    );
    const apart = own!
      .map(([x, y], i) => Math.hypot(x - again![i]![0], y - again![i]![1]))
      .sort((a, b) => a - b);
    expect(apart[20]).toBeLessThan(1);
  });

  test('stops with the reason of its signal, and leaves no tensors', async () => {
    const before = tf.memory().numTensors;
    const stopping = new AbortController();
    const running = job('stopped', { clusters: 3, signal: stopping.signal });
    const listening = (async () => {
      for await (const event of running) {
        if (event.type === 'work' && event.work === 'map') stopping.abort(new Error('enough'));
      }
    })();
    await expect(listening).rejects.toThrow('enough');
    expect(tf.memory().numTensors).toBe(before);
    expect(readdirSync(path('stopped'))).toEqual(['programs.npy']);
  });
});

describe('a map is refused', () => {
  const refused = async (options: Partial<EmbedOptions>): Promise<unknown> =>
    embed('no', options).then(
      () => null,
      (error: unknown) => error,
    );

  test('that is none, damaged, or of another model', async () => {
    await embed('mine/map.safetensors');
    expect(readdirSync(path('mine'))).toEqual(['map.safetensors']);
    const map = read('mine', 'map.safetensors');
    writeFileSync(path('cut.safetensors'), map.subarray(0, map.length - 8));
    const other = await tinyModel(dir, 'other', 9);
    const mine = path('mine');
    expect(await refused({ onto: mine, model: other })).toMatchObject({
      code: 'RNP_USAGE',
      message: `${join(mine, 'map.safetensors')} is a map of the programs of another model, ${model}, than ${other}; give that with model, or make a map of this one`,
    });
    await tinyModel(dir, 'model', 10);
    expect(await refused({ onto: mine })).toMatchObject({
      message: expect.stringMatching(
        /is a map of an earlier state of .*model, which was trained since; make a new map/,
      ),
    });
    await tinyModel(dir);
    expect(await refused({ onto: path('cut.safetensors') })).toMatchObject({
      code: 'RNP_ANALYSIS_MAP',
      message: expect.stringMatching(/cut\.safetensors: .*cut off/s),
    });
    expect(await refused({ onto: path('nowhere') })).toMatchObject({
      code: 'RNP_USAGE',
      message: expect.stringMatching(/nowhere cannot be read; give the folder of an embedding/),
    });
    expect(await refused({ onto: path('model', 'model.safetensors') })).toMatchObject({
      message: expect.stringMatching(/holds no map/),
    });
  });

  test.each<[RegExp, Partial<EmbedOptions>]>([
    [/onto has a method of its own; leave method away/, { onto: 'mine', method: 'umap' }],
    [/onto has a level of its own/, { onto: 'mine', level: 0 }],
    [/levels 0 to 2/, { level: 3 }],
    [/20 programs, and 30 are needed; raise limit or lower clusters$/, { clusters: 30 }],
    [/are needed; give more images/, { clusters: 20_000, limit: 100_000 }],
    [
      /t-SNE takes at most 10000 programs, .* take method: "umap", or .* with map: false$/,
      { level: 2, limit: 2600, split: 'train' },
    ],
    [/clusters has no effect with map: false, which asks for the programs alone/, { map: false }],
    [/map: false draws none, and out: ".*no\.svg" is of one/, { map: false, out: 'no.svg' }],
    [/seed has no effect with out: "a\.npy"/, { out: 'a.npy', seed: 9, clusters: undefined as never }],
    [/ends in \.npy, \.json, \.svg, \.png or \.safetensors/, { out: 'map.pdf' }],
    [/ends in \.npy, \.json, \.svg or \.png$/, { onto: 'mine', out: 'map.safetensors' }],
  ])('with %s', async (message, options) => {
    expect(await refused(options)).toMatchObject({
      code: 'RNP_USAGE',
      message: expect.stringMatching(message),
    });
  });
});
