import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { decodePng } from '@rnp/images';

import { type Ended, rnp, temporaryFolder, tiny } from './rnp.js';

/** Holds `run`, a model of 2 × 2 parts and programs of three numbers. */
const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);
const embed = (...args: string[]): Promise<Ended> =>
  run('embed', '--model', 'run', '--limit', '20', '--clusters', '3', ...args);
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
    expect((await embed('--out', 'alone/programs.npy')).code).toBe(0);
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
    expect((await embed('--no-map', '--out', 'bare')).code).toBe(0);
    expect(readdirSync(join(cwd, 'bare'))).toEqual(['programs.npy']);
  });

  test('the same command writes the same bytes', async () => {
    for (const out of ['once', 'twice']) expect((await embed('--out', out)).code).toBe(0);
    for (const file of readdirSync(join(cwd, 'once')))
      expect(
        Buffer.compare(readFileSync(join(cwd, 'once', file)), readFileSync(join(cwd, 'twice', file))),
      ).toBe(0);
  });

  test.each([
    [/levels 0 to 2/, ['--level', '3']],
    [/20 programs, and 30 are needed/, ['--clusters', '30']],
    [/whole number of at least 1/, ['--clusters', '0']],
    [/t-SNE takes at most 10000 programs/, ['--level', '2', '--limit', '2600', '--split', 'train']],
    [/--no-map draws none/, ['--no-map', '--out', 'map.svg']],
    [/Allowed choices are tsne, umap/, ['--method', 'pca']],
    [/ends in \.npy, \.json, \.svg or \.png/, ['--out', 'map.pdf']],
  ] as const)('refuses with %s', async (message, args) => {
    const { code, stdout, stderr } = await embed(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});
