import { cpSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { embeddedDigits } from '@rnp/datasets/digits';
import { createRaster, decodePng, type Picture } from '@rnp/images';
import { type ParseTree, parseTreeFromJson } from '@rnp/recursive-decoder';
import { defaultInferOptions, modelFileOf } from '@rnp/vae';
import { loadModelFolder } from '@rnp/vae/node';
import { encodePng } from '@rnp/viz';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import type { Command } from 'commander';
import { createProgram } from '../src/commandLine/program.js';
import { alone, type Ended, rnp, tiny } from './rnp.js';

/** Holds `run`, a trained model, for all tests of this file. */
const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);
const picture = (...path: string[]): Picture => decodePng(readFileSync(join(cwd, ...path)));

beforeAll(async () => {
  const { code, stderr } = await run('train', '--steps', '3', ...tiny, '--out', 'run', '--no-report');
  expect([code, stderr]).toEqual([0, expect.any(String)]);
});

describe('with a model', () => {
  test('eval --json prints exactly the figures', async () => {
    const { code, stdout, stderr } = await run('eval', '--model', 'run', '--limit', '50', '--json');
    expect([code, stderr]).toEqual([0, expect.stringContaining('50/50 images')]);
    expect(JSON.parse(stdout)).toEqual({
      ssePerImage: expect.any(Number),
      purity: [expect.any(Number), expect.any(Number)],
      effectiveChildren: [expect.any(Number), expect.any(Number)],
      klPerImage: expect.any(Number),
      images: 50,
      withoutInk: [expect.any(Number), expect.any(Number)],
      data: 'digits',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      split: 'test',
      backend: 'wasm',
      look: { type: 'encoder', looks: 'top' },
    });
  });

  test('eval gives the figures that training has stored', async () => {
    const { stdout } = await run('eval', '--model', 'run/model', '--json');
    const stored = JSON.parse(readFileSync(join(cwd, 'run', 'metrics.json'), 'utf8'));
    const { look: _, ...figures } = JSON.parse(stdout);
    expect(stored).toMatchObject(figures);
  });

  test.each([
    [[], /^looked at +once +by the encoder$/m],
    [
      ['--infer', '1'],
      /^looked at +1 step +of inference by prediction errors; free: programs and all their/m,
    ],
  ])('eval %j says in its table how the images were looked at', async (flags, said) => {
    const { stdout } = await run('eval', '--model', 'run', '--limit', '5', ...flags);
    expect(stdout).toMatch(said);
    expect(/KL per image.*of the encoder’s own look$/m.test(stdout)).toBe(flags.length > 0);
    expect(/^of states +\d+\.\d\d \/ \d+\.\d\d /m.test(stdout)).toBe(flags.length > 0);
  });

  test('eval --infer measures trees that are inferred, and says that it did', async () => {
    const [plain, inferred] = await Promise.all(
      [[], ['--infer', '5']].map(async (flags) =>
        JSON.parse((await run('eval', '--model', 'run', '--limit', '20', '--json', ...flags)).stdout),
      ),
    );
    const { seed: _, ...used } = defaultInferOptions;
    expect(inferred).toMatchObject({
      images: 20,
      klPerImage: plain.klPerImage,
      look: { ...used, steps: 5, type: 'inferred', looks: 'top' },
    });
    expect(inferred.ssePerImage).toBeLessThan(plain.ssePerImage);
    const { total, pixels, top, states, actions } = inferred.energy;
    expect(pixels).toBeCloseTo(inferred.ssePerImage / 2, 3);
    expect([states.length, actions.length]).toEqual([2, 2]);
    expect(total).toBeCloseTo(
      [pixels, top, ...states, ...actions].reduce((sum, e) => sum + e),
      3,
    );
    expect(plain.energy).toBeUndefined();
  });

  test('parse of an index writes tree, drawings and sheet', async () => {
    const { code, stdout } = await run('parse', '7', '--model', 'run', '--out', 'seven');
    expect([code, stdout.trim().split('\n')]).toEqual([
      0,
      ['tree.json', ...['tree', 'frames', 'parts'].flatMap((name) => [`${name}.svg`, `${name}.png`])].map(
        (name) => join('seven', name),
      ),
    ]);
    const tree = parseTreeFromJson(JSON.parse(readFileSync(join(cwd, 'seven', 'tree.json'), 'utf8')));
    expect([tree.root.level, tree.root.children.length, tree.root.children[0]!.children.length]).toEqual([
      2, 2, 2,
    ]);
    expect(readFileSync(join(cwd, 'seven', 'tree.svg'), 'utf8')).toMatch(/^<svg[\s\S]*digits test 7/);
    expect(picture('seven', 'frames.png').width).toBe(640);
    expect(readFileSync(join(cwd, 'seven', 'parts.svg'), 'utf8')).toContain('>part 1</text>');
    // input | reconstruction | parts | two canvases, with gaps
    expect(picture('seven', 'parts.png').width).toBeGreaterThan(5 * 112);
    const printed = await run('parse', '--index', '7', '--model', 'run', '--json');
    expect(JSON.parse(printed.stdout)).toEqual(tree);
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
        /--(count|frames) must be at most [1-9]\d*, not \d+: a sheet has at most 64 million pixels/,
      );
    }
    expect(existsSync(join(cwd, 'too-many'))).toBe(false);
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
      ['1,1,1', /noise: has 3 deviations for 2 levels; give one for each/],
    ] as const) {
      const { code, stdout, stderr } = await run('sample', '--model', 'run', '--noise', wrong);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(complaint);
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
    expect(Math.floor(width / height)).toBe(4);
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

  test('report draws it all again', async () => {
    const { code, stdout } = await run('report', '--model', 'run', '--limit', '30', '--out', 'pages');
    expect([code, stdout]).toEqual([0, expect.stringContaining(join('pages', 'report.html'))]);
    const html = readFileSync(join(cwd, 'pages', 'report.html'), 'utf8');
    expect(html).toContain('data:image/svg+xml;base64,');
    expect(html).toContain('30 held-out images of digits');
    expect(picture('pages', 'samples.png').height).toBeGreaterThan(100);
  });

  test('a report in the run’s own folder is replaced, one in the folder of no run is not', async () => {
    const notes = (...path: string[]): string => {
      mkdirSync(join(cwd, ...path.slice(0, -1)), { recursive: true });
      writeFileSync(join(cwd, ...path), 'my notes');
      return join(cwd, ...path);
    };
    const own = notes('run', 'report.html');
    expect((await run('report', '--model', 'run', '--limit', '5')).code).toBe(0);
    expect(readFileSync(own, 'utf8')).toContain('5 held-out images');
    cpSync(join(cwd, 'run', 'model'), join(cwd, 'no-run'), { recursive: true });
    const kept = notes('report', 'report.html');
    const ended = await run('report', '--model', 'no-run', '--limit', '5');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/report\.html.*--overwrite/);
    expect(readFileSync(kept, 'utf8')).toBe('my notes');
  });
});

describe('bad input ends with one line and an exit code', () => {
  const bad = async (code: number, message: RegExp, ...args: string[]): Promise<void> => {
    const ended = await run(...args);
    expect(ended).toEqual({ code, stdout: '', stderr: expect.stringMatching(message) });
    // Before it may stand what the images are.
    expect(ended.stderr.match(/^rnp: .*$/gm)).toEqual([ended.stderr.trimEnd().split('\n').at(-1)]);
  };

  test('models', async () => {
    await bad(2, /^rnp: nowhere: there is no such folder/, 'eval', '--model', 'nowhere');
    await bad(2, /name a model with --model: mnist/, 'eval');
    mkdirSync(join(cwd, 'empty'));
    await bad(1, /there is no config\.json/, 'sample', '--model', 'empty');
    cpSync(join(cwd, 'run', 'model'), join(cwd, 'short'), { recursive: true });
    truncateSync(join(cwd, 'short', 'model.safetensors'), 1000);
    await bad(1, /short.*model\.safetensors: /, 'eval', '--model', 'short');
    writeFileSync(join(cwd, 'short', 'config.json'), '{"schema":');
    await bad(
      1,
      /config\.json: is no JSON .*Copy it again, or train the model again/,
      'eval',
      '--model',
      'short',
    );
  });

  test('parts', async () => {
    const combine = ['combine', '3', '8', '--model', 'run'];
    await bad(2, /no part 3: the image has parts 1 to 2/, ...combine, '--part', '1', '--with', '3');
    await bad(2, /no part 2\.3: part 2 has parts 1 to 2/, ...combine, '--part', '2.3');
    await bad(2, /no part 1\.1\.1: part 1\.1 is a leaf/, ...combine, '--part', '1.1.1');
    await bad(2, /of different levels/, ...combine, '--part', '1', '--with', '2.1');
    await bad(2, /number of a part, from 1/, ...combine, '--part', '0');
    await bad(2, /comes in the place of --part/, ...combine, '--with', '1');
    await bad(2, /0 to 1/, ...combine, '--share', '2');
    await bad(2, /cannot be used with/, ...combine, '--share', '0.2', '--part', '1');
  });

  test('names and values', async () => {
    await bad(2, /no preset "quick"\. Did you mean quick-start/, 'train', '--preset', 'quick', '--out', 'no');
    await bad(2, /no setting "latnt"\. Did you mean latent/, 'train', '--set', 'latnt=3', '--out', 'no');
    await bad(
      2,
      /latent: must be a whole number, not the string "x"/,
      'train',
      '--set',
      'latent=x',
      '--out',
      'no',
    );
    await bad(2, /latent: must be a whole number/, 'train', '--set', 'latent=0.5', '--out', 'no');
    await bad(2, /no backend is called 'nothing'/, 'train', '--backend', 'nothing', '--out', 'no');
    await bad(2, /no data set 'nothing'/, 'train', '--data', 'nothing', '--out', 'no');
    await bad(1, /run: holds no \.png, \.jpg or \.jpeg files/, 'train', '--data', './run', '--out', 'no');
    await bad(2, /fewer than a batch/, 'train', '--set', 'batchSize=99999', '--out', 'no');
    await bad(2, /there is no run in no;/, 'train', '--resume', 'no');
    await bad(2, /must be a whole number/, 'train', '--steps', '1.5');
    await bad(2, /lies in \S+run\.json, which is no folder/, 'train', '--out', 'run/run.json/x');
    // Nothing that did not begin leaves a folder behind.
    expect(existsSync(join(cwd, 'no'))).toBe(false);
  });

  test('--json gives errors as JSON, RNP_DEBUG a stack', async () => {
    const { code, stderr } = await run('eval', '--model', 'nowhere', '--json');
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'RNP_FILE',
        message: expect.stringContaining('nowhere'),
        path: 'nowhere',
        exitCode: code,
      },
    });
    const debug = await rnp(['eval', '--model', 'nowhere'], cwd, { RNP_DEBUG: '1' });
    expect(debug.stderr).toMatch(/^\s+at /m);
    const both = await rnp(['eval', '--model', 'nowhere', '--json'], cwd, { RNP_DEBUG: '1' });
    expect(lastOf(both)).toMatchObject({ error: { code: 'RNP_FILE' } });
    expect(both.stderr).toMatch(/^\s+at /m);
  });

  const lastOf = ({ stderr }: Ended): unknown => JSON.parse(stderr.trimEnd().split('\n').at(-1)!);

  test('behind what is told on the way, as of mirrors that cannot be reached, the error is the last line', async () => {
    const hook = `globalThis.fetch = () => Promise.reject(new TypeError('no network'))`;
    const env = {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}`,
      RNP_DATA_DIR: join(cwd, 'no-data'),
    };
    const ended = await alone(['eval', '--model', 'run', '--data', 'mnist', '--json'], cwd, env);
    expect([ended.code, ended.stdout]).toEqual([1, '']);
    const failed = ended.stderr.split('\n').filter((line) => /^https:.*no network/.test(line));
    // The last one has none behind it.
    expect(failed.map((line) => line.endsWith('trying the next mirror'))).toEqual([true, false]);
    expect(lastOf(ended)).toMatchObject({ error: { code: 'RNP_DATA_DOWNLOAD', exitCode: 1 } });
  });
});

describe('what there is', () => {
  test('the help of every command begins with an example of it', async () => {
    const named = (one: { name(): string; commands: readonly Command[] }, path: string[]): string[][] => [
      path,
      ...one.commands.flatMap((child) => named(child, [...path, child.name()])),
    ];
    const commands = named(createProgram([]), []);
    expect(commands.length).toBeGreaterThan(20);
    for (const command of commands) {
      const { code, stdout } = await run(...command, '--help');
      const begins = stdout.startsWith(['  $ rnp', ...command].join(' '));
      expect({ command, code, begins }).toEqual({ command, code: 0, begins: true });
      expect(stdout).toContain('\nUsage: rnp');
    }
  });

  test('lists of data, presets and settings', async () => {
    const names = async (...args: string[]): Promise<string[]> =>
      (JSON.parse((await run(...args, '--json')).stdout) as { name: string }[]).map(({ name }) => name);
    expect(await names('data', 'list')).toEqual([
      'digits',
      'mnist',
      'fashion-mnist',
      'omniglot',
      'omniglot-full',
      'eth-80',
      'digit-pairs',
      'mnist-pairs',
      'scenes',
    ]);
    expect(await names('settings')).toEqual(expect.arrayContaining(['latent', 'overlap', 'cell', 'steps']));
    expect((await run('presets')).stdout).toContain('paper-two-primitives');
    expect((await run('data', 'get', 'digits')).stdout).toContain('digits test: 1000 images of 28×28×1');
  });
});
