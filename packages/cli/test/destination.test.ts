import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type Ended, rnp, tiny } from './rnp.js';

/** Holds `run`, a trained model, for all tests of this file. */
const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);

beforeAll(async () => {
  const { code, stderr } = await run('train', '--steps', '3', ...tiny, '--out', 'run', '--no-report');
  expect([code, stderr]).toEqual([0, expect.any(String)]);
});

describe('--out', () => {
  test.each([
    ['parse', ['7'], ['json', 'svg', 'png']],
    ['sample', ['--count', '2'], ['svg', 'png']],
    ['interpolate', ['3', '8', '--frames', '3'], ['svg', 'png']],
    ['combine', ['3', '8'], ['svg', 'png', 'json']],
  ] as const)('%s writes one file where --out is the name of one', async (command, args, endings) => {
    const whole = await run(command, ...args, '--model', 'run', '--out', `all-${command}`);
    const files = whole.stdout.trim().split('\n');
    for (const ending of endings) {
      const path = join('one', `${command}.${ending}`);
      expect(await run(command, ...args, '--model', 'run', '--out', path)).toMatchObject({
        code: 0,
        stdout: `${path}\n`,
      });
      // Of parse the tree, of the others all there is.
      const first = files.find((file) => file.endsWith(`.${ending}`))!;
      expect(readFileSync(join(cwd, path)).equals(readFileSync(join(cwd, first)))).toBe(true);
    }
    expect(readdirSync(join(cwd, 'one')).filter((name) => name.startsWith(command))).toHaveLength(
      endings.length,
    );
  });

  test('a folder that is named like a picture stays a folder', async () => {
    mkdirSync(join(cwd, 'old.png'));
    expect((await run('sample', '--count', '1', '--model', 'run', '--out', 'old.png')).code).toBe(0);
    expect((await run('sample', '--count', '1', '--model', 'run', '--out', 'v1.2')).code).toBe(0);
    for (const folder of ['old.png', 'v1.2']) {
      expect(readdirSync(join(cwd, folder)).sort()).toEqual(['samples.png', 'samples.svg']);
    }
  });

  const bad = async (code: number, message: RegExp, ...args: string[]): Promise<void> => {
    const ended = await run(...args);
    expect(ended).toEqual({ code, stdout: '', stderr: expect.stringMatching(message) });
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  };

  test('the picture that is read is not replaced by what is made of it, whatever may be', async () => {
    const before = readFileSync(join(cwd, 'one', 'parse.png'));
    const out = ['--model', 'run', '--out', join('one', '..', 'one', 'parse.png'), '--overwrite'];
    const picture = join('one', 'parse.png');
    await bad(2, /is the file that is read/, 'parse', picture, ...out);
    await bad(2, /is the file that is read/, 'interpolate', '3', picture, ...out);
    await bad(2, /is the file that is read/, 'combine', picture, '3', ...out);
    expect(readFileSync(join(cwd, picture)).equals(before)).toBe(true);
  });

  test('the folder that is read takes no trees among its pictures', async () => {
    mkdirSync(join(cwd, 'digs'));
    cpSync(join(cwd, 'one', 'parse.png'), join(cwd, 'digs', 'seven.png'));
    symlinkSync('digs', join(cwd, 'other'));
    for (const out of ['digs', 'other', join('one', '..', 'digs', '')]) {
      for (const more of [[], ['--overwrite']]) {
        const args = ['digs', '--model', 'run', '--out', out, ...more];
        await bad(2, /^rnp: --out \S+ is the folder that is read; choose another/, 'parse', ...args);
      }
    }
    expect(readdirSync(join(cwd, 'digs'))).toEqual(['seven.png']);
  });

  test('names of files that are not written', async () => {
    await bad(2, /ends in \.svg or \.png/, 'sample', '--model', 'run', '--out', 'no/samples.jpg');
    await bad(2, /ends in \.svg or \.png/, 'sample', '--model', 'run', '--out', 'no/samples.json');
    await bad(2, /ends in \.json, \.svg or \.png/, 'parse', '7', '--model', 'run', '--out', 'no/seven.PDF');
    expect(existsSync(join(cwd, 'no'))).toBe(false);
  });

  test('a file where a folder was to be, or on the way to one, before anything is read', async () => {
    writeFileSync(join(cwd, 'README.md'), 'mine');
    mkdirSync(join(cwd, 'some'));
    cpSync(join(cwd, 'one', 'parse.png'), join(cwd, 'some', '7.png'));
    const model = ['--model', 'run', '--out', 'README.md'];
    const refused = /^rnp: --out README\.md is a file; give a folder, or a name that ends in \S+/;
    await bad(2, refused, 'parse', '7', ...model);
    await bad(2, refused, 'export', '7', ...model);
    await bad(2, refused, 'sample', ...model);
    await bad(2, refused, 'interpolate', '3', '8', ...model);
    await bad(2, refused, 'combine', '3', '8', ...model);
    await bad(2, refused, 'embed', ...model);
    await bad(2, refused, 'data', 'describe', 'some', '--out', 'README.md');
    await bad(2, /^rnp: --out README\.md is a file; give a folder$/m, 'parse', 'some', ...model);
    await bad(2, /^rnp: --out README\.md is a file; give a folder$/m, 'report', ...model);
    await bad(2, /^rnp: --out README\.md is a file; give a folder$/m, 'train', '--out', 'README.md');
    writeFileSync(join(cwd, 'sweep.json'), JSON.stringify({ seeds: 1 }));
    await bad(
      2,
      /^rnp: --out README\.md is a file; give a folder$/m,
      'sweep',
      'sweep.json',
      ...model.slice(2),
    );
    await bad(
      2,
      /--out README\.md\/more lies in \S+README\.md, which is no folder/,
      'sample',
      ...model.slice(0, 3),
      'README.md/more',
    );
    expect(readFileSync(join(cwd, 'README.md'), 'utf8')).toBe('mine');
  });

  test('a part that the model does not have, before an image is read', async () => {
    const combine = ['combine', '3', '8', '--model', 'run', '--part'];
    await bad(2, /^rnp: there is no part 9: the image has parts 1 to 2$/m, ...combine, '9');
    await bad(2, /^rnp: there is no part 3: the image has parts 1 to 2$/m, ...combine, '1', '--with', '3');
    await bad(2, /^rnp: there is no part 1\.3: part 1 has parts 1 to 2$/m, ...combine, '1.3');
    await bad(2, /^rnp: there is no part 1\.2\.1: part 1\.2 is a leaf$/m, ...combine, '1.2.1');
    await bad(2, /^rnp: part 1\.2 and part 1 are of different levels/, ...combine, '1.2', '--with', '1');
  });
});
