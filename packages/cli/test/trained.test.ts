import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createRaster, type Raster } from '@rnp/images';
import { type ParseTree, parseTreeFromJson } from '@rnp/recursive-decoder';
import { encodePng } from '@rnp/viz';
import { fileDigest } from '@rnp-tools/testing/fileDigest';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type Ended, rnp } from './rnp.js';

const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);
const treeOf = async (...args: string[]): Promise<ParseTree> => {
  const { code, stdout, stderr } = await run('parse', ...args, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return parseTreeFromJson(stdout);
};

/** A seven by a thin pen in a corner of a page. */
function seven(width: number, height: number): Raster {
  const page = createRaster(width, height, 1, 1);
  const [size, pen] = [height / 2, height / 120];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, v] = [(x - 40) / size, (y - 30) / size];
      const bar = Math.abs(v) * size < pen && u > 0 && u < 0.6;
      const stroke = Math.abs(u - 0.6 + 0.35 * v) * size < pen && v > 0 && v < 1;
      if (bar || stroke) page.data[y * width + x] = 0.1;
    }
  return page;
}

/** A red disc on black. */
function disc(side: number): Raster {
  const picture = createRaster(side, side, 3);
  for (let at = 0; at < side * side; at++) {
    const [x, y] = [at % side, Math.floor(at / side)];
    if (Math.hypot(x - side / 2, y - side / 2) < side / 3) picture.data.set([0.8, 0.2, 0.15], at * 3);
  }
  return picture;
}

beforeAll(() => {
  writeFileSync(join(cwd, 'seven.png'), encodePng(seven(480, 360)));
  writeFileSync(join(cwd, 'apple.png'), encodePng(disc(120)));
});

describe('trained models by name', () => {
  test('a drawing is taken apart with no model named: cut out, made light on black, by the model that draws it best', async () => {
    const { code, stdout, stderr } = await run('parse', 'seven.png');
    expect([code, stdout.split('\n')[0]]).toEqual([0, join('parse', 'seven', 'tree.json')]);
    expect(stderr).toMatch(
      /^seven\.png, 480×360: dark ink made light on black.*cut out and centred on 28×28/,
    );
    const [, best, named, error] =
      /\nmodel ([\w-]+), which draws it best at one look \(.*: ([\w-]+) ([\d.]+)/.exec(stderr)!;
    expect([best, named]).toEqual(['mnist', 'mnist']);
    expect(Number(error)).toBeLessThan(0.15);
    const written = parseTreeFromJson(readFileSync(join(cwd, 'parse', 'seven', 'tree.json'), 'utf8'));
    expect(await treeOf('seven.png', '--model', 'mnist')).toEqual(written);
    expect(await treeOf('seven.png', '--model', 'mnist', '--ink', 'no')).not.toEqual(written);
    expect(await treeOf('seven.png', '--model', 'mnist', '--infer', '10')).not.toEqual(written);
  });

  test('export-model writes one file, which parses as the model does, and overwrites nothing unasked', async () => {
    const written = await run('export-model', 'mnist');
    expect([written.code, written.stdout]).toEqual([0, 'mnist.safetensors\n']);
    const tree = await treeOf('seven.png', '--model', 'mnist.safetensors');
    expect(tree).toEqual(await treeOf('seven.png', '--model', 'mnist'));
    // The same file once more is no change.
    expect((await run('export-model', 'mnist')).code).toBe(0);
    const other = await run('export-model', 'omniglot', '--out', 'mnist.safetensors');
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining(
        'mnist.safetensors is there already, with other content; replace it with --overwrite',
      ),
    ]);
    const copied = await run('export-model', 'mnist.safetensors', '--out', 'copy.safetensors');
    expect([copied.code, copied.stdout]).toEqual([0, 'copy.safetensors\n']);
    expect(fileDigest(join(cwd, 'copy.safetensors'))).toBe(fileDigest(join(cwd, 'mnist.safetensors')));
    const elsewhere = await run('export-model', 'mnist', '--out', 'mnist.zip');
    expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringContaining('ends in .safetensors')]);
  });

  test('export writes one page that asks for nothing, and tells how it was made', async () => {
    const path = join(cwd, 'seven.png');
    const { code, stdout } = await run('export', path, '--title', 'A <seven>', '--infer', '2');
    expect([code, stdout]).toEqual([0, 'seven.html\n']);
    const html = readFileSync(join(cwd, 'seven.html'), 'utf8');
    expect(html).toContain('<h1>A &lt;seven&gt;</h1>');
    expect(html).toMatch(
      /Recursive Neural Program mnist: 4 parts, 16 subparts\. .* error of [\d.]+, \d+ % of/,
    );
    expect(html).toContain(`<code>rnp export ${path} --title &#39;A &lt;seven&gt;&#39; --infer 2</code>`);
    expect(html.match(/<mask /g)).toHaveLength(16);
    expect(html).not.toMatch(/https?:/);
    const other = await run('export', path, '--out', 'seven.svg');
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('.html') });
  });

  test('of a picture that no model knows the errors are words, not numbers that nobody can read', async () => {
    const data = new Float32Array(784);
    data[300] = 0.08;
    writeFileSync(join(cwd, 'dot.png'), encodePng({ width: 28, height: 28, channels: 1, data }));
    const { stderr } = await run('parse', 'dot.png');
    expect(stderr).toMatch(
      /mnist far worse than an empty canvas.*though no better than an empty canvas would/,
    );
    expect(stderr).toMatch(/\ndrawn with a squared error of [\d.]+, \d{3,} % of that of an empty canvas\n/);
  });

  test('a picture in colour goes to the model of objects, an index to the digits that come along', async () => {
    expect((await treeOf('apple.png')).imageShape).toEqual([50, 50, 3]);
    expect(await treeOf('7')).toEqual(await treeOf('7', '--model', 'mnist', '--data', 'digits'));
  });

  test('what no picture could mend is refused before one is decoded', async () => {
    mkdirSync(join(cwd, 'torn'));
    for (const name of ['torn.png', 'torn/1.png', 'torn/2.png'])
      writeFileSync(join(cwd, name), encodePng(disc(20)).subarray(0, 60));
    for (const [told, ...args] of [
      ['no WebGL here', 'parse', 'torn.png', '--backend', 'webgl'],
      ['--ink yes is for models of one channel', 'parse', 'torn.png', '--model', 'eth-80', '--ink', 'yes'],
      ['each 1 to 4096', 'data', 'describe', 'torn?size=0x0'],
      ['each 1 to 4096', 'train', '--data', 'torn?size=0x0', '--out', 'never'],
      ['no WebGL here', 'train', '--data', 'torn', '--backend', 'webgl', '--out', 'never'],
    ] as const)
      expect((await run(...args)).stderr).toContain(told);
    expect((await run('parse', 'torn.png')).stderr).toMatch(/torn\.png: .*(damaged|ends)/);
  });

  const mnist = ['--model', 'mnist', '--data', 'digits'];

  test('eval measures a trained model, adapt begins with one', async () => {
    const figures = await run('eval', ...mnist, '--limit', '50', '--json');
    expect(JSON.parse(figures.stdout).ssePerImage).toBeLessThan(12);
    const { code } = await run('adapt', '--steps', '2', '--no-report', '--out', 'adapted', ...mnist);
    expect(code).toBe(0);
    const record = JSON.parse(readFileSync(join(cwd, 'adapted', 'run.json'), 'utf8'));
    expect(record.adapted).toMatchObject({ from: 'mnist', data: 'mnist' });
  });

  test.each([
    [['sample', '--model', 'fashion-mnist', '--count', '2']],
    [['combine', '3', '8', ...mnist]],
    [['interpolate', '3', '8', ...mnist]],
    [['embed', '--limit', '20', '--clusters', '2', ...mnist]],
    [['report', '--limit', '20', '--out', 'report', ...mnist]],
  ])('a name is taken by rnp %j', async (args) => {
    const { code, stderr } = await run(...args);
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
  });

  test('what is neither a name nor there is refused with the names; a path means the folder', async () => {
    const unknown = await run('parse', 'seven.png', '--model', 'mnst');
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(
      /^rnp: mnst: there is no such folder or file\. Did you mean mnist.*\? Trained models are mnist, fashion-mnist/,
    );
    mkdirSync(join(cwd, 'mnist'));
    expect((await run('parse', 'seven.png', '--model', './mnist')).stderr).toContain('no config.json');
    const other = await run('parse', '3', '--data', 'digit-pairs');
    expect(other).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no trained model takes images'),
    });
  });
});
