import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type Ended, rnp, tiny } from './rnp.js';

/** Holds `run`, a model of 2 × 2 parts and programs of three numbers. */
const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);
const programs = (...args: string[]): Promise<Ended> =>
  run('embed', '--model', 'run', '--limit', '20', ...args);
const embed = (...args: string[]): Promise<Ended> => programs('--clusters', '3', ...args);

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
    const svg = readFileSync(join(cwd, 'embedding', 'embedding.svg'), 'utf8');
    expect(svg).toMatch(/^<svg[\s\S]*20 images of digits/);
  });

  test('tells of the programs alone, and refuses a level or a method beside a map', async () => {
    expect((await programs('--out', 'alone/programs.npy')).stdout).toBe('alone/programs.npy\n');
    const onto = await embed('--onto', 'embedding', '--split', 'train');
    expect([onto.code, onto.stdout]).toEqual([0, expect.stringContaining('placed/embedding.svg')]);
    const told = async (...args: string[]) => {
      const { code, stderr } = await embed(...args);
      return `${code} ${stderr}`;
    };
    expect(await told('--onto', 'nowhere')).toMatch(/^2 .*--onto nowhere: nowhere cannot be read/);
    expect(await told('--onto', 'embedding', '--method', 'umap')).toMatch(
      /cannot be used with option '--method/,
    );
    expect(await told('--onto', 'embedding', '--out', 'new.safetensors')).toMatch(/^2 .*ends in/);
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
