import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { sceneSource } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { decodeMask, decodePng } from '@rnp/images';
import { parseTreeFromJson } from '@rnp/recursive-decoder';
import { encodePng } from '@rnp/viz';
import { onRuledPaper } from '@rnp-tools/testing/paper';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type Ended, rnp } from './rnp.js';

const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(['parse', ...args], cwd);

beforeAll(async () => {
  const [height, width] = [140, 200];
  const digits = await embeddedDigits({ split: 'test' });
  const source = sceneSource([digits], {
    count: [2, 2],
    canvas: [height, width],
    scale: 2.4,
    length: 1,
    seed: 2,
  });
  const page = onRuledPaper(source.scene(0).image, { width, height, seed: 1 });
  writeFileSync(join(cwd, 'page.png'), encodePng(page));
});

test('parse --objects counts what is on a page, says where it is, and draws it', async () => {
  const { code, stdout, stderr } = await run('page.png', '--objects');
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^page\.png: 2 objects found by mnist.*--size/m)]);
  expect(stderr.match(/^object \d: /gm)).toHaveLength(2);
  expect(stdout.trimEnd().split('\n')).toHaveLength(5);
  expect(readdirSync(join(cwd, 'parse', 'page')).sort()).toEqual(
    ['objects.png', 'objects.svg', 'parts.png', 'parts.svg', 'tree.json'].sort(),
  );
  const json = await run('page.png', '--objects', '5', '--json');
  expect([json.code, json.stderr]).toEqual([0, '']);
  const { canvas, objects } = JSON.parse(json.stdout);
  expect(objects).toHaveLength(2);
  for (const { mask, parts } of objects) {
    expect([mask.size, decodeMask(mask).includes(1)]).toEqual([canvas, true]);
    expect(parts[0]).toEqual({ path: [0], mask: { size: canvas, counts: expect.any(Array) } });
  }
});

test('parse --objects --masks writes which pixels are which object’s, as a PNG with a palette', async () => {
  const { code } = await run('page.png', '--objects', '--masks', '--out', 'masked');
  const png = readFileSync(join(cwd, 'masked', 'masks.png'));
  expect([code, png[25]]).toEqual([0, 3]);
  const { width, height, data } = decodePng(png);
  const colours = Array.from({ length: width * height }, (_, at) => data.subarray(3 * at, 3 * at + 3).join());
  expect([width, height, new Set(colours).size]).toEqual([200, 140, 3]);
});

test('parse --masks says which pixels each part of one image has', async () => {
  const { code } = await run('3', '--data', 'digits', '--model', 'mnist', '--masks', '--out', 'three');
  expect([code, readdirSync(join(cwd, 'three'))]).toEqual([0, expect.arrayContaining(['masks.png'])]);
  const { stdout } = await run('3', '--data', 'digits', '--model', 'mnist', '--masks', '--json');
  const tree = JSON.parse(stdout);
  expect(JSON.parse(readFileSync(join(cwd, 'three', 'tree.json'), 'utf8'))).toEqual(tree);
  expect(parseTreeFromJson(tree).root.children).toHaveLength(4);
  expect(tree.masks).toHaveLength(1 + 4 + 16);
  expect(tree.masks[0]).toEqual({ path: [], mask: { size: [28, 28], counts: expect.any(Array) } });
});

const scenes = 'scenes?count=0-2&canvas=50';
const evaluated = (...args: string[]): Promise<Ended> =>
  rnp(['eval', '--model', 'mnist', '--data', ...args], cwd);

test('eval --objects measures scenes, in words and as JSON', async () => {
  const table = await evaluated(scenes, '--objects', '--limit', '6');
  expect([table.code, table.stderr]).toEqual([0, expect.stringContaining('6/6 scenes')]);
  for (const name of ['counted right', 'IoU of objects', 'SSE of figures', 'SSE of grounds', 'purity'])
    expect(table.stdout).toMatch(new RegExp(`^${name} +\\d`, 'm'));
  const { stdout } = await evaluated(scenes, '--objects', '3', '--limit', '6', '--size', '22', '--json');
  const { counts, data, scenes: count, look } = JSON.parse(stdout);
  expect([data, count, look.maxObjects, look.side]).toEqual([scenes, 6, 3, 37]);
  expect(counts.accuracy).toBeGreaterThan(0.5);
});

test('time left is told once there is something to tell it by', async () => {
  const { code, stderr } = await evaluated('scenes?count=0-1&canvas=30', '--objects', '2', '--limit', '66');
  expect(code).toBe(0);
  const [first] = stderr.split('\n');
  // All that was done until then was done before the clock began.
  expect(first).toMatch(/ [1-9]\d*\/66 scenes$/);
});

test('report --objects adds a chapter of scenes to the page, and tells their measures', async () => {
  const args = ['report', '--model', 'mnist', '--data', scenes, '--objects', '3', '--limit', '4'];
  const { code, stdout, stderr } = await rnp([...args, '--out', 'pages'], cwd);
  expect([code, stderr]).toEqual([0, expect.stringContaining('4/4 scenes')]);
  for (const words of [
    'images +4 +digits, split test',
    'counted right +\\d',
    'looked at +once +for up to 3 obj',
  ])
    expect(stdout).toMatch(new RegExp(`^${words}`, 'm'));
  expect(stdout).toContain(`report  ${join('pages', 'report.html')}`);
  const html = readFileSync(join(cwd, 'pages', 'report.html'), 'utf8');
  for (const words of ['<h2>Scenes</h2>', 'measured on 4 scenes', '<h3>The worst scenes</h3>'])
    expect(html).toContain(words);
  for (const name of ['scenes', 'worst-scenes']) {
    expect(decodePng(readFileSync(join(cwd, 'pages', `${name}.png`))).width).toBeGreaterThan(4 * 50);
    expect(readFileSync(join(cwd, 'pages', `${name}.svg`), 'utf8')).toContain('>masks</text>');
  }
});

test.each([
  [['scenes'], /if it is a model of their objects, measure how it finds them with --objects$/m],
  [['digits', '--objects'], /digits does not tell its objects; give --data 'scenes\?of=mnist/],
  [['scenes', '--ground', 'wide'], /--ground is for --objects; give both, or none/],
  [['scenes', '--objects', '--presence'], /--presence does not go with --objects; leave one of them out/],
  [['scenes', '--objects', '0'], /from 1 to 100/],
  [[scenes, '--objects', '--limit', '1', '--size', '51'], /--size: must be at most 50, the larger side/],
])('report --data %j writes nothing, and says what to do', async (args, message) => {
  const ended = await rnp(['report', '--model', 'mnist', '--out', 'none', '--data', ...args], cwd);
  expect(ended).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
  expect(existsSync(join(cwd, 'none'))).toBe(false);
});

test.each([
  [['scenes'], /take.* 28×28×1; if it is a model of their objects, measure how .* with --objects$/m],
  [['scenes?', '--objects'], /a setting is missing after '\?'.* such as count=0-2/],
  [
    ['digits', '--objects'],
    /digits does not tell its objects; give --data 'scenes\?of=mnist&count=0-2&canvas=50'/,
  ],
  [['scenes', '--size', '20'], /--size is for --objects; give both, or none/],
  [
    [scenes, '--objects', '--size', '51'],
    /--size: must be at most 50, the larger side of the scenes, not 51/,
  ],
  [['scenes', '--objects', '--bound'], /--bound does not go with --objects/],
  [['scenes', '--objects', '--object-cost', 'x'], /--object-cost.*a number above 0/],
])('eval --data %j says what to do', async (args, message) => {
  expect(await evaluated(...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
});

test.each([
  [['page.png', '--objects', '--presence'], /--presence does not go with --objects; leave one of them out/],
  [['page.png', '--objects', '--ground', 'page.png'], /--ground does not go with --objects/],
  [
    ['.', '--ground', 'page.png'],
    /--ground is for one image, and \. is a folder; parse its images one by one/,
  ],
  [['page.png', '--ground', 'page.png'], /--ground page\.png is for parts that hide .*; name a --model that/],
  [
    ['page.png', '--ground', 'page.png', '--model', 'mnist'],
    /those of mnist are summed; choose a --model that was trained with --set compositing=over/,
  ],
  [['page.png', '--objects', '--ink', 'no'], /--ink does not go with --objects/],
  [['.', '--masks'], /--masks is for one image, and \. is a folder; parse its images one by one, or/],
  [
    ['page.png', '--objects', '--masks', '--out', 'page.svg'],
    /--masks is for tree\.json and masks\.png, and --out page\.svg is one other file; give a folder, or a name that ends in \.json/,
  ],
  [['7', '--data', 'digits', '--model', 'mnist', '--masks', '--out', 'x.png'], /--masks .* --out x\.png /],
  [['page.png', '--size', '50'], /--size is for --objects/],
  [['page.png', '--objects', '--merge'], /--merge is for a folder, and page\.png is none; leave it out/],
  [['page.png', '--objects', '--size', '500'], /--size: must be at most 200, the larger side of the picture/],
  [
    ['page.png', '--objects', '--size', '2'],
    /--size: objects of 2 pixels are too small for a picture of 200×140/,
  ],
  [['page.png', '--objects', '0'], /from 1 to 100/],
  [['--objects', 'page.png'], /An image stands before --objects/],
  [['--presence', 'page.png'], /such as 0\.5,0\.5,1,1\. An image stands before --presence/],
  [['--infer', 'page.png'], /a whole number of at least 0\. An image stands before --infer/],
  [['--size', 'page.png'], /An image stands before --size/],
  [['--infer', '7'], /give one image .*; it stands before --infer/],
  [['--objects', '7'], /give one image .*; it stands before --objects/],
  [['7', '--objects'], /--objects is for a picture in a file, and 7 is an index/],
  [['.', '--objects'], /--objects is for one image, and \. is a folder; parse its images one by one, or/],
])('%j is refused by name', async (args, message) => {
  expect(await run(...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
});
