import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { destinationOf } from '../../src/outputs/destinationOf.js';
import { fileName, slug } from '../../src/outputs/fileName.js';
import { writeOutputs } from '../../src/outputs/writeOutputs.js';

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
  test('a name with the ending of another file is no folder, and one with a point in it is', async () => {
    const folder = temporaryFolder();
    for (const name of ['x.htm', 'x.JSONL', 'x.tif', 'x.npz'])
      await expect(destinationOf(join(folder, name), ['.html'])).rejects.toThrow(
        /: give a folder, or a name that ends in \.html$/,
      );
    const versioned = join(folder, 'runs.v1.2');
    expect(await destinationOf(versioned, ['.html'])).toEqual({ folder: versioned });
    const page = join(folder, 'x.HTML');
    expect(await destinationOf(page, ['.html'])).toEqual({ file: page, ending: '.html' });
  });

  test('of two that write to one place at once, one does and the other is told', async () => {
    for (let round = 0; round < 10; round++) {
      const folder = temporaryFolder();
      const write = (text: string): Promise<string[]> =>
        writeOutputs({ folder }, { 'a.txt': text, 'b.txt': text }, {});
      const outcomes = await Promise.allSettled([write('one'), write('two')]);
      const done = outcomes.findIndex(({ status }) => status === 'fulfilled');
      expect(outcomes.filter(({ status }) => status === 'rejected')).toMatchObject([
        { reason: { code: 'RNP_USAGE', message: expect.stringContaining('is there already') } },
      ]);
      for (const name of ['a.txt', 'b.txt']) {
        expect(readFileSync(join(folder, name), 'utf8')).toBe(['one', 'two'][done]);
      }
    }
  });

  test('replace nothing unasked; the same content is no change', async () => {
    const folder = temporaryFolder();
    const write = (tree: object, overwrite?: boolean): Promise<string[]> =>
      writeOutputs({ folder }, { 'other.txt': 'same', 'tree.json': tree }, { overwrite });
    await write({ a: 1 });
    await write({ a: 1 });
    await expect(write({ a: 2 })).rejects.toMatchObject({
      code: 'RNP_USAGE',
      message: expect.stringMatching(/tree\.json is there already.*overwrite: true.*another destination/),
    });
    expect(readFileSync(join(folder, 'tree.json'), 'utf8')).toContain('1');
    await write({ a: 2 }, true);
    expect(readFileSync(join(folder, 'tree.json'), 'utf8')).toContain('2');
  });
});
