import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { embeddedDigits } from '@rnp/datasets/digits';
import { createRaster, decodePng, type Picture } from '@rnp/images';
import { type ParseTree, parseTreeFromJson } from '@rnp/recursive-decoder';
import type { ParsedImage } from '@rnp/runs/use';
import { modelFileOf } from '@rnp/vae';
import { loadModelFolder } from '@rnp/vae/node';
import { encodePng } from '@rnp/viz';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type Ended, rnp, tiny } from './rnp.js';

/** Holds `run`, a trained model, for all tests of this file. */
const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);
const picture = (...path: string[]): Picture => decodePng(readFileSync(join(cwd, ...path)));

/** The darkest value about a column's middle in the rows above the pictures. */
function darkestAbove({ width, channels, data }: Picture, middle: number): number {
  const values = Array.from({ length: 20 }, (_, y) => {
    const from = (y * width + Math.round(middle) - 20) * channels;
    return Math.min(...data.subarray(from, from + 40 * channels));
  });
  return Math.min(...values);
}

beforeAll(async () => {
  const { code, stderr } = await run('train', '--steps', '3', ...tiny, '--out', 'run', '--no-report');
  expect([code, stderr]).toEqual([0, expect.any(String)]);
});

describe('with a model', () => {
  test('parse of an index writes tree, drawings and sheet', async () => {
    const { code, stdout } = await run('parse', '7', '--model', 'run', '--out', 'seven');
    expect([code, stdout.trim().split('\n')]).toEqual([
      0,
      ['tree.json', ...['tree', 'frames', 'parts'].flatMap((name) => [`${name}.svg`, `${name}.png`])].map(
        (name) => join('seven', name),
      ),
    ]);
    const written = JSON.parse(readFileSync(join(cwd, 'seven', 'tree.json'), 'utf8'));
    const tree = parseTreeFromJson(written);
    expect([tree.root.level, tree.root.children.length, tree.root.children[0]!.children.length]).toEqual([
      2, 2, 2,
    ]);
    expect(readFileSync(join(cwd, 'seven', 'tree.svg'), 'utf8')).toMatch(/^<svg[\s\S]*digits test 7/);
    expect(picture('seven', 'frames.png').width).toBe(640);
    const svg = readFileSync(join(cwd, 'seven', 'parts.svg'), 'utf8');
    // input | reconstruction | missed | parts | two canvases, with gaps
    const sheet = picture('seven', 'parts.png');
    expect(sheet.width).toBeGreaterThan(6 * 112);
    expect(sheet.height).toBeLessThan(2 * 112);
    // As in the SVG there is a heading above each column: something dark on white.
    const headings = [...svg.matchAll(/<text[^>]* x="([\d.]+)"[^>]*>([^<]+)<\/text>/g)];
    expect(headings.map(([, , words]) => words)).toEqual([
      ...['input', 'reconstruction', 'missed', 'parts'],
      ...['part 1', 'part 2'],
    ]);
    for (const [, x] of headings) expect(darkestAbove(sheet, Number(x))).toBeLessThan(150);
    const printed = await run('parse', '--index', '7', '--model', 'run', '--json');
    expect(JSON.parse(printed.stdout)).toEqual(written);
  });

  test('parse tells with the tree how well it explains the image, and how it was found', async () => {
    const told = async (...words: string[]): Promise<ParsedImage> =>
      JSON.parse((await run('parse', '7', '--model', 'run', '--json', ...words)).stdout);
    const [once, closely] = [await told(), await told('--infer', '3')];
    expect(once.inferred).toBeNull();
    expect(closely.inferred).toMatchObject({ steps: 3, free: 'all', start: 'encoder', optimiser: 'adam' });
    expect(closely.inferred).not.toHaveProperty('presence');
    expect(closely.squaredError).toBeLessThan(once.squaredError);
    expect(closely.energy.total).toBeLessThan(once.energy.total);
    for (const { squaredError, energy } of [once, closely]) {
      const { total, pixels, top, states, actions } = energy;
      expect(pixels).toBeCloseTo(squaredError / 2, 3);
      expect([states.length, actions.length]).toEqual([2, 2]);
      expect([...states, ...actions].reduce((sum, term) => sum + term, pixels + top)).toBeCloseTo(total, 3);
    }
    const { inferred, energy } = await told('--presence', '0.3', '--infer', '1');
    expect(inferred).toMatchObject({ steps: 1, presence: { cost: 0.3, steps: 15, before: 0 } });
    expect(energy.parts).toBeGreaterThanOrEqual(0);
  });

  test('a model in one file is as good as its folder', async () => {
    const { files } = await loadModelFolder(join(cwd, 'run'));
    writeFileSync(join(cwd, 'one.safetensors'), modelFileOf(files));
    const [folder, file] = await Promise.all(
      ['run', 'one.safetensors'].map((model) => run('parse', '7', '--model', model, '--json')),
    );
    expect(file!.code).toBe(0);
    expect(JSON.parse(file!.stdout)).toEqual(JSON.parse(folder!.stdout));
    const weights = join('run', 'model', 'model.safetensors');
    const refused = await run('parse', '7', '--model', weights, '--json');
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('weights without a config');
  });

  test('samples come batch by batch, and more than a sheet holds are refused before one is drawn', async () => {
    const { stdout } = await run('sample', '--count', '70', '--model', 'run', '--json', '--out', 'many');
    const { samples } = JSON.parse(stdout);
    expect(new Set(samples.map(({ program }: { program: number[] }) => program.join())).size).toBe(70);
    expect(picture('many', 'samples.png').height).toBeGreaterThan(70);
    for (const words of [
      ['sample', '--count', '90000'],
      ['interpolate', '0', '1', '--frames', '1e9'],
    ]) {
      const ended = await run(...words, '--model', 'run', '--out', 'too-many');
      expect([ended.code, ended.stdout]).toEqual([2, '']);
      expect(ended.stderr).toMatch(
        /^rnp: --(count|frames) must be at most [1-9]\d*, not \d+: a sheet has at most 64 million pixels/,
      );
    }
    expect(existsSync(join(cwd, 'too-many'))).toBe(false);
  });

  test('where the second image is refused nothing is told of the first', async () => {
    for (const command of ['interpolate', 'combine']) {
      const { code, stderr } = await run(command, '3', 'nofile.png', '--model', 'run');
      expect([code, stderr]).toEqual([2, expect.stringMatching(/^rnp: nofile\.png: there is no such file/)]);
    }
  });

  test('sample draws the same for the same seed', async () => {
    expect((await run('sample', '--count', '3', '--seed', '4', '--model', 'run')).stdout).toBe(
      'samples/samples.svg\nsamples/samples.png\n',
    );
    expect(readFileSync(join(cwd, 'samples', 'samples.svg'), 'utf8')).toMatch(/^<svg[\s\S]*image\/png/);
    const first = readFileSync(join(cwd, 'samples', 'samples.png'));
    await run('sample', '--count', '3', '--seed', '4', '--model', 'run', '--out', 'again');
    expect(readFileSync(join(cwd, 'again', 'samples.png'))).toEqual(first);
    const { stdout } = await run('sample', '--count', '2', '--model', 'run', '--json');
    const { count, seed, samples } = JSON.parse(stdout);
    expect([count, seed, samples.length, samples[0].program.length]).toEqual([2, 1, 2, 3]);
    // The lines are those of all at once.
    expect(stdout).toBe(`${JSON.stringify(JSON.parse(stdout), null, 2)}\n`);
    expect(parseTreeFromJson(samples[0].tree).imageShape).toEqual([28, 28, 1]);
  });

  test('sample --noise moves parts off what programs say, level by level', async () => {
    const sampled = async (...words: string[]): Promise<{ noise?: unknown; samples: { tree: string }[] }> =>
      JSON.parse((await run('sample', '--count', '2', '--model', 'run', '--json', ...words)).stdout);
    const { noise, samples } = await sampled('--noise', '0.2');
    expect([noise, samples.length]).toEqual([0.2, 2]);
    const [part] = parseTreeFromJson(samples[0]!.tree).root.children;
    expect(part!.program).not.toEqual(part!.predicted!.program);
    const levels = await sampled('--noise', '0,0.1');
    expect(levels.noise).toEqual([0, 0.1]);
    const [exact] = parseTreeFromJson(levels.samples[0]!.tree).root.children;
    expect(exact!.program).toEqual(exact!.predicted!.program);
    expect(exact!.children[0]!.program).not.toEqual(exact!.children[0]!.predicted!.program);
    for (const [wrong, complaint] of [
      ['much', /--noise.*number of at least 0/],
      ['1,1,1', /noise: has 3 numbers for 2 levels; give one for each, top first, or one for all/],
    ] as const) {
      const { code, stdout, stderr } = await run('sample', '--model', 'run', '--noise', wrong);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(complaint);
    }
    for (const [model, learn] of [
      ['run', 'them: .*train --resume run'],
      ['mnist', 'them with a run of your own: .*train --resume RUN'],
    ]) {
      const wanted = `${model} has no learned precisions; give a number \\(--noise 0\\.2\\), or learn ${learn} --precisions 500`;
      const { code, stderr } = await run('sample', '--model', model!, '--noise');
      expect([code, stderr]).toEqual([2, expect.stringMatching(wanted)]);
    }
  });

  test('combine draws the mean of two programs, or one image with a part of another', async () => {
    const treeOf = (...path: string[]): ParseTree =>
      parseTreeFromJson(readFileSync(join(cwd, ...path, 'combination.json'), 'utf8'));
    const [a, b] = await Promise.all(
      ['3', '8'].map(async (index) => {
        const { stdout } = await run('parse', index, '--model', 'run', '--json');
        return parseTreeFromJson(stdout);
      }),
    );
    const mean = await run('combine', '3', '8', '--model', 'run');
    expect([mean.code, mean.stdout.trim().split('\n')]).toEqual([
      0,
      ['combination.svg', 'combination.png', 'combination.json'].map((name) => join('combination', name)),
    ]);
    for (const [i, value] of treeOf('combination').root.program.entries()) {
      expect(value).toBeCloseTo((a!.root.program[i]! + b!.root.program[i]!) / 2, 4);
    }
    // Three rows: both images and what they make.
    expect(picture('combination', 'combination.png').height).toBeGreaterThan(3 * 112);

    const swapped = await run(
      'combine',
      '3',
      '8',
      '--part',
      '1',
      '--with',
      '2',
      '--model',
      'run',
      '--out',
      'part',
    );
    expect(swapped.code).toBe(0);
    const tree = treeOf('part');
    // Encoded together and alone, numbers differ by a rounding.
    const near = (found: readonly number[], wanted: readonly number[]): void => {
      expect(found).toHaveLength(wanted.length);
      for (const [at, value] of found.entries()) expect(value).toBeCloseTo(wanted[at]!, 5);
    };
    const [part, other] = tree.root.children;
    const [old, from] = [a!.root.children[0]!, b!.root.children[1]!];
    expect(part!.step).toBe(1);
    near(part!.action!, old.action!);
    near(part!.program, from.program);
    near(part!.children[1]!.patch!.data, from.children[1]!.patch!.data);
    near(other!.program, a!.root.children[1]!.program);
    await run('combine', '3', '8', '--part', '2.1', '--model', 'run', '--out', 'sub');
    near(treeOf('sub').root.children[1]!.children[0]!.program, b!.root.children[1]!.children[0]!.program);
  });

  test('interpolate draws a row of images between two', async () => {
    writeFileSync(
      join(cwd, 'dot.png'),
      encodePng({ ...createRaster(9, 9, 1), data: new Float32Array(81).fill(0.5, 30, 50) }),
    );
    const { code, stdout } = await run(
      'interpolate',
      '3',
      'dot.png',
      '--frames',
      '4',
      '--model',
      'run',
      '--out',
      'walk',
    );
    expect([code, stdout]).toEqual([0, 'walk/interpolation.svg\nwalk/interpolation.png\n']);
    expect(readFileSync(join(cwd, 'walk', 'interpolation.svg'), 'utf8')).toContain('test 3 to dot<');
    const { width, height } = picture('walk', 'interpolation.png');
    // Below the headings.
    expect(Math.floor(width / (height - 24))).toBe(4);
  });

  test('a sheet says which image is of which class, and --class takes the first image of each', async () => {
    const labels = (await embeddedDigits({ split: 'test' })).labels!;
    const svg = (path: string): string => readFileSync(join(cwd, `${path}.svg`), 'utf8');
    const [three, eight] = [labels.indexOf(3), labels.indexOf(8)];
    const walk = await run('interpolate', '--class', '3', '8', '--model', 'run', '--out', 'classes.svg');
    expect(walk.code).toBe(0);
    expect(walk.stderr).toContain(`${three}: the image of that index in digits, split test, of class 3`);
    for (const caption of [`>${three} (class 3)</text>`, `>${eight} (class 8)</text>`])
      expect(svg('classes')).toContain(caption);
    const byIndex = ['interpolate', `${three}`, `${eight}`, '--model', 'run', '--out', 'indices.svg'];
    expect((await run(...byIndex)).code).toBe(0);
    expect(svg('indices')).toBe(svg('classes'));
    // The same class again is its next image.
    await run('combine', '3', '3', '--class', '--model', 'run', '--out', 'twice.svg');
    expect(svg('twice')).toContain(`>${labels.indexOf(3, three + 1)} (class 3)</text>`);
    const none = await run('combine', '3', '11', '--class', '--model', 'run');
    expect(none).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has no class 11; its classes are 0 to 9'),
    });
  });
});
