import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { decodePng } from '@rnp/images';

import { type Ended, rnp, temporaryFolder, tiny } from './rnp.js';

/** Holds `run`, a model of 2 × 2 parts and programs of three numbers. */
const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);
const programs = (...args: string[]): Promise<Ended> =>
  run('embed', '--model', 'run', '--limit', '20', ...args);
const embed = (...args: string[]): Promise<Ended> => programs('--clusters', '3', ...args);
const json = (...path: string[]) => JSON.parse(readFileSync(join(cwd, ...path), 'utf8'));

beforeAll(async () => {
  const { code } = await run('train', '--steps', '3', ...tiny, '--out', 'run', '--no-report');
  expect(code).toBe(0);
});

describe('embed', () => {
  test('writes programs, places, clusters and a map of whole images', async () => {
    const { code, stdout, stderr } = await embed();
    expect([code, stderr]).toEqual([0, expect.stringContaining('map by tsne')]);
    expect(stdout).toMatch(/cluster accuracy +0\.\d+[\s\S]*cluster purity +0\.\d+/);
    expect(readdirSync(join(cwd, 'embedding')).sort()).toEqual([
      'embedding.json',
      'embedding.png',
      'embedding.svg',
      'map.safetensors',
      'programs.npy',
    ]);
    const embedding = json('embedding', 'embedding.json');
    expect(embedding).toMatchObject({ data: 'digits', split: 'test', level: 0, method: 'tsne', seed: 1 });
    for (const key of ['points', 'images', 'paths', 'labels', 'clusters'])
      expect(embedding[key]).toHaveLength(20);
    expect(embedding.images).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(embedding.medoids.map((item: number) => embedding.clusters[item])).toEqual([0, 1, 2]);
    expect(readFileSync(join(cwd, 'embedding', 'programs.npy'), 'latin1')).toContain("'shape': (20, 3)");
    expect(decodePng(readFileSync(join(cwd, 'embedding', 'embedding.png'))).width).toBe(1440);
    const svg = readFileSync(join(cwd, 'embedding', 'embedding.svg'), 'utf8');
    expect(svg).toMatch(/^<svg[\s\S]*20 images of digits/);
    expect(svg.match(/data:image\/png/g)).toHaveLength(3);
  });

  test('of parts: the very programs of the parse tree', async () => {
    expect((await embed('--level', '1', '--method', 'umap', '--out', 'parts')).code).toBe(0);
    const { images, paths } = json('parts', 'embedding.json');
    expect(images.slice(0, 4)).toEqual([0, 0, 1, 1]);
    expect(paths.slice(0, 3)).toEqual(['1', '2', '1']);
    const bytes = new Uint8Array(readFileSync(join(cwd, 'parts', 'programs.npy')));
    const view = new DataView(bytes.buffer);
    expect(bytes.length).toBe(128 + 4 * 40 * 3);
    // Row 7: the second part of image 3.
    const row = [0, 1, 2].map((d) => view.getFloat32(128 + 4 * (7 * 3 + d), true));
    const tree = JSON.parse((await run('parse', '3', '--model', 'run', '--json')).stdout);
    tree.root.children[1].program.forEach((value: number, d: number) => {
      expect(row[d]).toBeCloseTo(value, 5);
    });
    expect((await embed('--level', '2', '--out', 'leaves')).code).toBe(0);
    expect(json('leaves', 'embedding.json').paths.slice(2, 5)).toEqual(['2.1', '2.2', '1.1']);
  });

  test('one file alone, by its ending', async () => {
    expect((await embed('--out', 'alone/map.png')).stdout).toMatch(/alone\/map\.png\n$/);
    expect((await programs('--out', 'alone/programs.npy')).code).toBe(0);
    expect(readdirSync(join(cwd, 'alone')).sort()).toEqual(['map.png', 'programs.npy']);
    const [folder, file] = [
      ['embedding', 'embedding.png'],
      ['alone', 'map.png'],
    ].map((path) => readFileSync(join(cwd, ...path)));
    expect(Buffer.compare(folder!, file!)).toBe(0);
  });

  test('draws no map where the programs alone are asked for, and takes more of them then', async () => {
    const args = ['embed', '--model', 'run', '--level', '2', '--limit', '2600', '--split', 'train'];
    const { code, stderr } = await run(...args, '--out', 'many.npy');
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('map by')]);
    expect(readFileSync(join(cwd, 'many.npy'), 'latin1')).toContain("'shape': (10400, 3)");
    expect((await programs('--no-map', '--out', 'bare')).code).toBe(0);
    expect(readdirSync(join(cwd, 'bare'))).toEqual(['programs.npy']);
  });

  test('the same command writes the same bytes', async () => {
    for (const out of ['once', 'twice']) expect((await embed('--out', out)).code).toBe(0);
    for (const file of readdirSync(join(cwd, 'once')))
      expect(
        Buffer.compare(readFileSync(join(cwd, 'once', file)), readFileSync(join(cwd, 'twice', file))),
      ).toBe(0);
  });

  test('places other images on a map that is there, which stays as it is', async () => {
    expect((await embed('--level', '1', '--method', 'umap', '--out', 'old')).code).toBe(0);
    const before = readFileSync(join(cwd, 'old', 'map.safetensors'));
    const onto = ['--onto', 'old', '--split', 'train'];
    const { code, stdout, stderr } = await embed(...onto);
    expect([code, stderr]).toEqual([0, expect.stringContaining('map by umap')]);
    expect(stdout).toContain('placed/embedding.svg');
    expect(readdirSync(join(cwd, 'placed'))).not.toContain('map.safetensors');
    expect(readFileSync(join(cwd, 'old', 'map.safetensors')).equals(before)).toBe(true);
    expect(json('placed', 'embedding.json')).toMatchObject({ split: 'train', level: 1, method: 'umap' });
    const svg = readFileSync(join(cwd, 'placed', 'embedding.svg'), 'utf8');
    expect(svg).toMatch(/40 parts of images of digits[^<]*UMAP\), placed among 40/);
    expect(svg.match(/<circle/g)).toHaveLength(40);
    // The very images of the map lie by their own places.
    expect((await embed('--onto', 'old/map.safetensors', '--out', 'same')).code).toBe(0);
    const [own, again] = ['old', 'same'].map(
      (dir) => json(dir, 'embedding.json').points as [number, number][],
    );
    const apart = own!
      .map(([x, y], i) => Math.hypot(x - again![i]![0], y - again![i]![1]))
      .sort((a, b) => a - b);
    expect(apart[20]).toBeLessThan(1);
  });

  test('refuses a map that is none, damaged, or of another model', async () => {
    expect(
      (await run('train', '--steps', '2', ...tiny, '--seed', '9', '--out', 'other', '--no-report')).code,
    ).toBe(0);
    expect((await embed('--out', 'mine/map.safetensors')).code).toBe(0);
    expect(readdirSync(join(cwd, 'mine'))).toEqual(['map.safetensors']);
    const map = readFileSync(join(cwd, 'mine', 'map.safetensors'));
    writeFileSync(join(cwd, 'cut.safetensors'), map.subarray(0, map.length - 8));
    const told = async (...args: string[]) => {
      const { code, stderr } = await embed(...args);
      return `${code} ${stderr}`;
    };
    expect(await told('--onto', 'mine', '--model', 'other')).toMatch(/^2 .*another model, run, than other/);
    expect((await embed('--model', 'other', '--out', 'before/map.safetensors')).code).toBe(0);
    const anew = ['--steps', '2', ...tiny, '--seed', '10', '--out', 'other', '--no-report', '--overwrite'];
    expect((await run('train', ...anew)).code).toBe(0);
    expect(await told('--onto', 'before', '--model', 'other')).toMatch(
      /^2 .*a map of other as it was before/,
    );
    expect(await told('--onto', 'cut.safetensors')).toMatch(/^1 .*cut\.safetensors: .*cut off/s);
    expect(await told('--onto', 'nowhere')).toMatch(/^2 .*nowhere cannot be read/);
    expect(await told('--onto', 'run/model/model.safetensors')).toMatch(/^1 .*holds no map/s);
    expect(await told('--onto', 'mine', '--method', 'umap')).toMatch(/cannot be used with option '--method/);
    expect(await told('--onto', 'mine', '--out', 'new.safetensors')).toMatch(/^2 .*ends in/);
  });

  test.each([
    [/--no-map draws none/, ['--no-map', '--out', 'map.svg']],
    [
      /--method has no effect with --no-map, which asks for the programs alone/,
      ['--no-map', '--method', 'umap'],
    ],
    [/--clusters has no effect with --no-map/, ['--no-map', '--clusters', '3']],
    [/--seed has no effect with --no-map/, ['--no-map', '--seed', '9']],
    [/--onto has no effect with --no-map/, ['--no-map', '--onto', 'embedding']],
    [/--seed has no effect with --out a\.npy/, ['--out', 'a.npy', '--seed', '9']],
  ] as const)('of programs alone, refuses with %s', async (message, args) => {
    const { code, stdout, stderr } = await programs(...args);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)]);
  });

  test.each([
    [/levels 0 to 2/, ['--level', '3']],
    [/20 programs, and 30 are needed; raise --limit/, ['--clusters', '30']],
    [/are needed; give more images/, ['--clusters', '20000', '--limit', '100000']],
    [/whole number of at least 1/, ['--clusters', '0']],
    [/t-SNE takes at most 10000 programs/, ['--level', '2', '--limit', '2600', '--split', 'train']],
    [/Allowed choices are tsne, umap/, ['--method', 'pca']],
    [/ends in \.npy, \.json, \.svg, \.png or \.safetensors/, ['--out', 'map.pdf']],
  ] as const)('refuses with %s', async (message, args) => {
    const { code, stdout, stderr } = await embed(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});
