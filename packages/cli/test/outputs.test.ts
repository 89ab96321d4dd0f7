import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { encodePng } from '@rnp/viz';
import { fileName, slug } from '../src/output/fileName.js';
import { writeOutputs } from '../src/output/writeOutputs.js';
import { type Ended, rnp, temporaryFolder } from './rnp.js';

describe('a name made of a title', () => {
  test('tells apart what a file system tells apart, in any script and with any sign', () => {
    const titles = [
      'Ω',
      'Δ',
      '写真',
      '図',
      '+',
      '-',
      '−',
      'a b',
      'a-b',
      'a_b',
      'a%20b',
      'A',
      'a',
      '.a',
      'a.',
      'a/b',
      'a\\b',
      'a:b',
      '',
      ' ',
    ];
    const long = 'é'.repeat(300);
    const names = [...titles, long, `${long}x`].map(fileName);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(name).toMatch(/^[^-. <>:"/\\|?*]([^<>:"/\\|?*]*[^. <>:"/\\|?*])?$/);
      expect(Buffer.byteLength(name)).toBeLessThan(240);
    }
    expect(fileName('写真 1')).toBe('写真 1');
    expect(fileName('e\u0301')).toBe('é');
    expect(fileName('NUL.x')).toBe('%NUL.x');
    expect(slug('digits test 7')).toBe('digits-test-7');
  });
});

describe('outputs', () => {
  test('replace nothing unasked; the same content is no change', async () => {
    const folder = temporaryFolder();
    const write = (tree: object, overwrite?: boolean): Promise<string[]> =>
      writeOutputs({ folder }, { 'other.txt': 'same', 'tree.json': tree }, { overwrite });
    await write({ a: 1 });
    await write({ a: 1 });
    await expect(write({ a: 2 })).rejects.toMatchObject({
      code: 'RNP_USAGE',
      message: expect.stringMatching(/tree\.json is there already.*--overwrite.*--out/),
    });
    expect(readFileSync(join(folder, 'tree.json'), 'utf8')).toContain('1');
    await write({ a: 2 }, true);
    expect(readFileSync(join(folder, 'tree.json'), 'utf8')).toContain('2');
  });

  test('two pictures of one name do not share them', async () => {
    const cwd = temporaryFolder();
    const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);
    for (const [folder, at] of [
      ['one', 300],
      ['two', 500],
    ] as const) {
      mkdirSync(join(cwd, folder));
      const data = new Float32Array(784).fill(1, at, at + 6);
      writeFileSync(join(cwd, folder, 'Ω +.png'), encodePng({ width: 28, height: 28, channels: 1, data }));
    }
    const [first, second] = ['one', 'two'].map((folder) => join(folder, 'Ω +.png'));
    const page = await run('export', first!, '--model', 'mnist');
    expect(page).toMatchObject({ code: 0, stdout: 'Ω +.html\n' });
    const html = readFileSync(join(cwd, 'Ω +.html'), 'utf8');
    expect(html).toMatch(/<code>rnp export [^ ]*one\/Ω \+\.png[^ ]* --model mnist<\/code>/);
    expect(await run('export', second!, '--model', 'mnist')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Ω +.html is there already'),
    });
    expect(readFileSync(join(cwd, 'Ω +.html'), 'utf8')).toBe(html);
    expect(await run('export', second!, '--model', 'mnist', '--overwrite')).toMatchObject({ code: 0 });
    expect(readdirSync(cwd).sort()).toEqual(['one', 'two', 'Ω +.html']);
  });
});
