import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { decodePng } from '@rnp/images';
import { type ParseTree, parseTreeFromJson } from '@rnp/recursive-decoder';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type Ended, rnp } from './rnp.js';

const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);
const digits = ['--model', 'mnist', '--data', 'digits'];

describe('parse --presence', () => {
  test('writes a tree of the parts that are there, and draws no others', async () => {
    const { code, stderr } = await run('parse', '7', ...digits, '--presence', '1', '--out', 'seven');
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^drawn of [123] parts?, with a squared/m)]);
    const read = (name: string): string => readFileSync(join(cwd, 'seven', name), 'utf8');
    const { root } = parseTreeFromJson(read('tree.json'));
    const there = root.children.map(({ step }) => step);
    const absent = root.silent!.map(({ step }) => step);
    expect([...there, ...absent].sort()).toEqual([1, 2, 3, 4]);
    const stepsIn = (svg: string): number[] =>
      [...new Set([...svg.matchAll(/<title>part (\d)/g)].map(([, step]) => Number(step)))].sort();
    for (const name of ['tree.svg', 'frames.svg']) expect(stepsIn(read(name))).toEqual(there);
    expect([...read('parts.svg').matchAll(/part (\d)</g)].map(([, step]) => Number(step))).toEqual(there);
    expect(decodePng(readFileSync(join(cwd, 'seven', 'parts.png'))).width).toBeGreaterThan(300);
  });

  test('at two levels the parts of parts are taken away, too, and drawn under their own steps', async () => {
    const args = ['--presence', '--presence-levels', '2', '--infer', '10', '--out', 'pieces'];
    const { code, stderr } = await run('parse', '7', ...digits, ...args);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^drawn of [1-4] parts?, \d+ subparts?, with/m),
    ]);
    const { root } = parseTreeFromJson(readFileSync(join(cwd, 'pieces', 'tree.json'), 'utf8'));
    const kept = root.children.flatMap(({ children }) => children.map(({ step }) => step));
    expect(kept.length).toBeLessThan(4 * root.children.length);
    for (const { children, silent = [] } of root.children) {
      expect(children.length).toBeGreaterThan(0);
      expect([...children, ...silent].map(({ step }) => step).sort()).toEqual([1, 2, 3, 4]);
    }
    const svg = readFileSync(join(cwd, 'pieces', 'tree.svg'), 'utf8');
    expect([...svg.matchAll(/<title>subpart (\d)/g)].map(([, step]) => Number(step))).toEqual(kept);
  });

  test('costs may be a list; where all cost too much the tree is empty, and is drawn all the same', async () => {
    const treeOf = async (cost: string): Promise<ParseTree> => {
      const { stdout } = await run('parse', '7', ...digits, `--presence=${cost}`, '--infer', '2', '--json');
      return parseTreeFromJson(stdout);
    };
    expect((await treeOf('-9,-9,-9,1e6')).root.children).toHaveLength(3);
    expect((await treeOf('1e6')).root.children).toEqual([]);
    const ended = await run('parse', '7', ...digits, '--presence', '1e6', '--infer', '1', '--out', 'none');
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('drawn of 0 parts') });
    expect(readFileSync(join(cwd, 'none', 'tree.svg'), 'utf8')).toContain('no parts');
    expect((await run('export', '7', ...digits, '--presence=1e6', '--infer', '1')).code).toBe(0);
  });

  test.each([
    [
      ['7', '--presence', '1,2'],
      2,
      /^rnp: --presence 1,2 has 2 costs, and a program of mnist has up to 4 parts/m,
    ],
    [['7', '--presence-levels', '2'], 2, /^rnp: --presence-levels is for --presence; give both, or none$/m],
    [
      ['7', '--presence', '--presence-levels', '3'],
      2,
      /^rnp: --presence is asked for at 3 levels, and mnist has 2 levels; give at most that$/m,
    ],
    [['7', '--presence', '--presence-levels', '0'], 2, /'--presence-levels <n>' argument '0'.* at least 1/],
    [['.', '--presence-levels', '2'], 2, /--presence-levels is for one image, and \. is a folder/],
    [['7', '--presence=1,x'], 2, /'--presence \[cost\]' argument '1,x'.*from -1e6 to 1e6/],
    [['7', '--presence', ''], 2, /'--presence \[cost\]' argument ''/],
    [['--presence', 'one.png'], 2, /An image stands before --presence/],
    [['--presence', '7'], 2, /the index of an image in --data; it stands before --presence/],
    [
      ['.', '--presence'],
      2,
      /--presence is for one image, and \. is a folder; parse its images one by one, or/,
    ],
  ])('%j is refused by name', async (args, code, message) => {
    const ended = await run(
      'parse',
      ...args,
      '--model',
      'mnist',
      ...(args[0] === '7' ? ['--data', 'digits'] : []),
    );
    expect(ended).toEqual({ code, stdout: '', stderr: expect.stringMatching(message) });
  });
});

describe('eval --presence', () => {
  const flags = ['eval', ...digits, '--limit', '20', '--infer', '2', '--presence', '0.3'];

  test('counts parts, class by class', async () => {
    const { parts, look, energy } = JSON.parse((await run(...flags, '--json')).stdout);
    expect(look).toMatchObject({ type: 'inferred', steps: 2, presence: { cost: 0.3, levels: 1, steps: 15 } });
    const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0);
    const { perImage, perClass } = parts;
    expect(perImage).toBeGreaterThan(1);
    expect(energy.parts).toBeCloseTo(0.3 * perImage, 4);
    expect(sum(perClass.map((one: { images: number }) => one.images))).toBe(20);
    expect(
      sum(perClass.map((one: { images: number; parts: number }) => one.images * one.parts)) / 20,
    ).toBeCloseTo(perImage, 6);
    const table = (await run(...flags)).stdout;
    expect(table).toMatch(/^parts per image +\d\.\d\d +that earn their presence, of 4$/m);
    expect(table.match(/^parts of \d +\d(\.\d\d)? +\d+ images?$/gm)).toHaveLength(perClass.length);
    expect(table).toMatch(/^looked at +2 steps .* their parts, which stay where they save more than 0\.3$/m);
  });

  test('counts the parts of each level', async () => {
    const deep = [...flags, '--presence-levels', '2', '--limit', '5'];
    const { parts, look, energy } = JSON.parse((await run(...deep, '--json')).stdout);
    expect(look.presence).toEqual({ cost: 0.3, levels: 2, costBelow: 0.05, steps: 15, before: 0 });
    const [perImage, subparts] = parts.perLevel;
    expect(perImage).toBe(parts.perImage);
    expect(subparts).toBeGreaterThanOrEqual(perImage);
    expect(energy.parts).toBeCloseTo(0.3 * perImage + 0.05 * subparts, 4);
    const table = (await run(...deep)).stdout;
    expect(table).toMatch(/^subparts per image +\d+(\.\d\d)? +\d(\.\d\d)? of each of the parts, of 4$/m);
    expect(table).toMatch(/save more than 0\.3, at 2 levels, below the first more than 0\.05$/m);
  });

  test('and so does a report', async () => {
    const [, ...rest] = flags;
    const { code, stdout } = await run('report', ...rest, '--out', 'pages');
    expect([code, stdout]).toEqual([0, expect.stringContaining('report.html')]);
    const html = readFileSync(join(cwd, 'pages', 'report.html'), 'utf8');
    expect(html).toContain('Parts per image');
    expect(html).toMatch(/Parts of \d/);
  });
});
