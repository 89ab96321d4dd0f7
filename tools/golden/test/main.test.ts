import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { golden as command } from '../src/golden.js';

const main = fileURLToPath(new URL('../src/main.js', import.meta.url));
const sample = fileURLToPath(new URL('./data/golden.json', import.meta.url));
// Its decoder 3 misses the bounds wherever the arithmetic starts from inputs rounded to float32.
const decoders = fileURLToPath(
  new URL('../../../packages/recursive-decoder/test/data/golden.json', import.meta.url),
);
const folder = mkdtempSync(join(tmpdir(), 'rnp-golden-'));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command, in a process of its own. */
function alone(...args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', RNP_TFJS_NODE: '' },
  });
  return { code: status, stdout, stderr };
}

/** The same without a start of its own, which takes longer than the check. */
async function golden(...args: readonly string[]): Promise<Ended> {
  process.env.RNP_TFJS_NODE = '';
  const said = { stdout: '', stderr: '' };
  const to = (name: 'stdout' | 'stderr') => (line: string) => {
    said[name] += `${line}\n`;
  };
  const code = await command(args, { log: to('stdout'), error: to('stderr') });
  return { code, ...said };
}

// biome-ignore lint/suspicious/noExplicitAny: a spoiled file has any form
type File = any;

/** The path of a copy of the sample, or another file, with a change. */
function changed(name: string, change: (file: File) => unknown, source = sample): string {
  const file = JSON.parse(readFileSync(source, 'utf8')) as File;
  const path = join(folder, `${name.replaceAll(/\W+/g, '-')}.json`);
  writeFileSync(path, JSON.stringify(change(file) ?? file));
  return path;
}

const rows = (stdout: string, result: string): string[] =>
  stdout.split('\n').filter((line) => line.includes(`  ${result}  `));

describe('npm run golden', () => {
  test('passes reference values on both backends', () => {
    const { code, stdout, stderr } = alone(sample);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split('\n').at(-1)).toBe('48 passed, 0 failed');
    for (const backend of ['cpu', 'wasm']) {
      expect(rows(stdout, 'passed').filter((row) => row.startsWith(backend))).toHaveLength(24);
    }
  });

  // Each is moved by twice what the rules allow.
  const value = (data: number[], i: number): void => {
    data[i]! += 2 * (1e-5 + 1e-4 * Math.abs(data[i]!));
  };
  const gradient = (data: number[], i: number): void => {
    data[i]! += 2.1 * (1e-5 + 1e-3 * Math.max(...data.map(Math.abs)));
  };
  const spoils: readonly [string, string, (file: File) => void][] = [
    ['affine[0].inverse[3]', 'affine', (file) => value(file.affine[0].inverse.data, 3)],
    ['place[0].gradParams[2]', 'place: gradients', (file) => gradient(file.place[0].gradParams.data, 2)],
    ['lstmCell[0].grads.c[1]', 'lstmCell: gradients', (file) => gradient(file.lstmCell[0].grads.c.data, 1)],
    [
      'decoder[0].levels[1].placed[9]',
      'decoder: nested drawings',
      (file) => value(file.decoder[0].levels[1].placed.data, 9),
    ],
    [
      "decoder[0].composed.gradWeights['policy/norm/beta'][0]",
      'decoder: composed loss, gradients',
      (file) => gradient(file.decoder[0].composed.gradWeights['policy/norm/beta'].data, 0),
    ],
    [
      'decoder[0].parseMetrics.purity[1]',
      'decoder: parse metrics',
      (file) => value(file.decoder[0].parseMetrics.purity, 1),
    ],
    ['kl[0].perExample[4]', 'kl', (file) => value(file.kl.perExample.data, 4)],
  ];

  test('misses each of the values that are spoiled, and no other', async () => {
    const all = (file: File): void => {
      for (const [, , spoil] of spoils) spoil(file);
    };
    const { code, stdout, stderr } = await golden(changed('spoiled', all));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const missed = rows(stdout, 'missed');
    for (const [where, title] of spoils) {
      const told = missed.filter((row) => row.includes(`  ${title}  `));
      expect(told).toHaveLength(2);
      for (const row of told) expect(row.endsWith(`  ${where}`)).toBe(true);
    }
    expect(stdout.trim().split('\n').at(-1)).toBe(
      `${48 - 2 * spoils.length} passed, ${2 * spoils.length} failed`,
    );
  });

  const illConditioned = (name: string, change: (entry: File) => void): Promise<Ended> => {
    const only = (file: File): File => {
      const entry = file.decoder[3];
      change(entry);
      return { decoder: [entry] };
    };
    return golden(changed(`ill ${name}`, only, decoders));
  };

  test('excuses what rounding the inputs does to a decoder, and says so', async () => {
    const { code, stdout, stderr } = await illConditioned('as it is', () => {});
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const excused = rows(stdout, 'passed, rounding');
    expect(excused).toHaveLength(2);
    for (const row of excused)
      expect(row).toMatch(/ {2}decoder: nested drawings .* [12]\.\d{3} .*\.placed\[520\]$/);
    expect(stdout).toContain('\npassed, rounding: beyond the bound by at most twice');
    expect(stdout.trim().split('\n').at(-1)).toBe('14 passed, 0 failed');
  });

  const largest = (data: number[]): number => Math.max(...data.map(Math.abs));
  test.each<[string, string, (entry: File) => number[], (data: number[]) => number]>([
    ['levels[1].placed', 'nested', (entry) => entry.levels[1].placed.data, () => 520],
    [
      'levels[1].placed',
      'nested',
      (entry) => entry.levels[1].placed.data,
      (data) => data.indexOf(largest(data)),
    ],
    ['output', 'nested', (entry) => entry.output.data, (data) => data.indexOf(largest(data))],
    ['composed.output', 'composed', (entry) => entry.composed.output.data, () => 30],
  ])('but not 1 % of the largest entry: %s, %s drawings', async (where, rendering, dataOf, indexOf) => {
    let index = -1;
    const { code, stdout } = await illConditioned(where, (entry) => {
      const data = dataOf(entry);
      index = indexOf(data);
      data[index]! += 0.01 * largest(data);
    });
    expect(code).toBe(1);
    const missed = rows(stdout, 'missed');
    expect(missed).toHaveLength(2);
    for (const row of missed) {
      expect(row).toContain(`  decoder: ${rendering} drawings  `);
      expect(row.endsWith(`  decoder[0].${where}[${index}]`)).toBe(true);
    }
    expect(stdout.trim().split('\n').at(-1)).toBe('12 passed, 2 failed');
  });

  test('misses a reference of another size', async () => {
    const path = changed('size', (file) => {
      file.kl.perExample = { shape: [1], data: file.kl.perExample.data.slice(0, 1) };
    });
    const { code, stdout } = await golden(path);
    expect(code).toBe(1);
    expect(rows(stdout, 'missed')[0]).toMatch(/infinite .* shape \[5\] where \[1\] is expected/);
  });

  test('other sections may be there, and some may be missing: both are told', async () => {
    const { code, stdout } = await golden(changed('part', ({ kl }) => ({ kl, fourier: [] })));
    expect(code).toBe(0);
    expect(stdout).toContain('not in the file: affine, place,');
    expect(stdout).toContain('not checked, unknown: fourier');
    expect(stdout.trim().split('\n').at(-1)).toBe('2 passed, 0 failed');
  });

  test.each<[string, (file: File) => unknown, string]>([
    ['a list', () => [], 'the file must be an object'],
    ['no section', () => ({ seed: 1 }), 'has none of the sections affine, place,'],
    ['an empty section', () => ({ kl: [] }), 'kl must be a list of at least one'],
    ['a lacking entry', (file) => void delete file.place[0].params, "place[0] lacks 'params'"],
    ['too few numbers', (file) => void file.kl.mean.data.pop(), 'kl[0].mean.data has 19 entries'],
    [
      'a null',
      (file) => {
        file.kl.mean.data[2] = null;
      },
      'kl[0].mean.data[2] must be a number',
    ],
    [
      'weights of another size',
      (file) => {
        file.decoder[0].config.hidden += 1;
      },
      "decoder[0].weights['state/output/encoder1/kernel'] is",
    ],
    [
      'tensors that do not fit',
      (file) => {
        file.gruCell[0].inputs.bias = { shape: [1, 1], data: [0] };
      },
      'gruCell[0] cannot be computed: gruCell.bias',
    ],
  ])('names what is ill-formed: %s', async (name, change, message) => {
    const { code, stderr } = await golden(changed(name, change));
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  test('a missing file, a file that is no JSON, no file: exit code 2', async () => {
    const missing = await golden(join(folder, 'missing.json'));
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/missing\.json: cannot be read \(ENOENT\)\n$/);
    const path = join(folder, 'text.json');
    writeFileSync(path, '{ "kl": ');
    const text = await golden(path);
    expect(text.code).toBe(2);
    expect(text.stderr).toContain('is not JSON');
    const none = alone();
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('usage: npm run golden -- FILE');
  });
});
