import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodePng } from '@rnp/viz';
import { writeIcons } from '@rnp-tools/testing/icons';
import { rnp } from './rnp.js';

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'rnp-own-'));
  writeIcons(join(cwd, 'icons'));
  writeFileSync(join(cwd, 'icons/star/notes.txt'), '');
});
afterAll(() => rmSync(cwd, { recursive: true }));

test('a model takes the folder that it learned from as it learned from it, by the folder’s own name', async () => {
  const done = await rnp(
    ['train', '--data', 'icons?colour=yes', '--steps', '1', '--no-report', '--out', 'run'],
    cwd,
  );
  expect(done).toMatchObject({ code: 0 });
  const figures = async (...data: string[]): Promise<unknown> => {
    const { stdout } = await rnp(['eval', '--model', 'run', ...data, '--json'], cwd);
    return JSON.parse(stdout).ssePerImage;
  };
  const learned = await figures();
  expect(await figures('--data', 'icons')).toBe(learned);
  expect(await figures('--data', 'icons?invert=no')).not.toBe(learned);
});

test('splits of other classes are told', async () => {
  mkdirSync(join(cwd, 'split/train/moon'), { recursive: true });
  mkdirSync(join(cwd, 'split/test'), { recursive: true });
  const picture = encodePng({ width: 9, height: 9, channels: 1, data: new Float32Array(81) });
  for (const file of ['train/moon/1.png', 'train/moon/2.png', 'test/3.png'])
    writeFileSync(join(cwd, 'split', file), picture);
  const told = await rnp(['data', 'describe', 'split', '--json'], cwd);
  expect(told).toMatchObject({ code: 0 });
  expect((await rnp(['data', 'describe', 'split'], cwd)).stdout).toContain('1 in test/ are of no class');
});

test('rnp data describe tells what is understood and draws twelve', async () => {
  const shown = await rnp(['data', 'describe', 'icons?colour=yes'], cwd);
  expect(shown).toMatchObject({ code: 0 });
  for (const text of [
    '40×20 (8)',
    '8 of 8 on white',
    'colour (8)',
    '1 no PNG or JPEG (.txt)',
    'size=20x40',
  ]) {
    expect(shown.stdout).toContain(text);
  }
  expect(existsSync(join(cwd, 'describe-icons-colour-yes.png'))).toBe(true);
  // Looking leaves a file that is there, and says so.
  writeFileSync(join(cwd, 'describe-icons.png'), 'mine');
  const again = await rnp(['data', 'describe', 'icons'], cwd);
  expect(again).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('describe-icons.png is there already'),
  });
  const { stdout } = await rnp(['data', 'describe', 'icons', '--json', '--out', 'twelve.png'], cwd);
  expect(JSON.parse(stdout)).toMatchObject({
    train: 6,
    test: 2,
    paper: true,
    picture: 'twelve.png',
    bad: [],
  });
});

test('a tree that is too large to be looked through is told as far as it was, and what was left', async () => {
  mkdirSync(join(cwd, 'tree/deep'), { recursive: true });
  const picture = encodePng({ width: 9, height: 9, channels: 1, data: new Float32Array(81).fill(0.5) });
  for (const name of ['1.png', '2.png', 'deep/3.png']) writeFileSync(join(cwd, 'tree', name), picture);
  const told = await rnp(['data', 'describe', 'tree', '--max-seconds', '1e-9'], cwd);
  expect(told).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/images +1 to learn from, 1 held out/),
  });
  expect(told.stdout).toMatch(/not looked at +1 folder \(deep\)/);
  expect(existsSync(join(cwd, 'describe-tree.png'))).toBe(false);
});

test('pictures that cannot be read are told a line each, are not counted, and what is proposed can be pasted', async () => {
  for (const name of ['moon/empty.png', 'star/text.png']) {
    writeFileSync(join(cwd, 'icons', name), name.startsWith('star') ? 'no picture' : '');
  }
  try {
    const refused = await rnp(['train', '--data', 'icons', '--steps', '1', '--out', 'unread'], cwd);
    const from = refused.stderr.split('\n').findIndex((line) => line.includes('2 pictures cannot be read'));
    const [first, ...others] = refused.stderr.trimEnd().split('\n').slice(from);
    expect(first).toMatch(/^rnp: .*bad=skip/);
    // Those to learn from come before those held out, which are drawn.
    expect(others.sort()).toEqual([
      expect.stringMatching(/^ {2}icons\/moon\/empty\.png: is empty/),
      expect.stringMatching(/^ {2}icons\/star\/text\.png: is neither PNG nor JPEG/),
    ]);
    const described = await rnp(['data', 'describe', 'icons'], cwd);
    expect(described.stdout).toMatch(/images +7 to learn from, 1 held out/);
    const [, proposed] = /--data '(icons\?[^']*)'/.exec(described.stdout)!;
    expect(proposed).toContain('bad=skip');
    const eight = ['--data', proposed!, '--steps', '1', '--no-report', '--out', 'eight', '--json'];
    expect(await rnp(['train', ...eight], cwd)).toMatchObject({ code: 0 });
    const written = (name: string) => JSON.parse(readFileSync(join(cwd, 'eight', name), 'utf8'));
    expect([written('run.json').data.length, written('metrics.json').images]).toEqual([7, 1]);
  } finally {
    for (const name of ['moon/empty.png', 'star/text.png']) rmSync(join(cwd, 'icons', name));
  }
});

test('a folder is not taken apart into the name of a file', async () => {
  for (const name of ['x.svg', 'trees.jsonl']) {
    const refused = await rnp(['parse', 'icons', '--model', 'mnist', '--out', name], cwd);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(`--out ${name} names a file`) });
    expect(existsSync(join(cwd, name))).toBe(false);
  }
});

test('a folder that is given without --data is told of it', async () => {
  const refused = await rnp(['train', 'icons'], cwd);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/too many arguments.*but got 1\. Data is named.*--data FOLDER/),
  });
});

test('several pictures for parse are told that a folder takes many', async () => {
  const refused = await rnp(['parse', 'a.png', 'b.JPG'], cwd);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /Expected 1 argument but got 2\. Put the pictures into a folder: .*parse FOLDER takes all that are in it/,
    ),
  });
});
