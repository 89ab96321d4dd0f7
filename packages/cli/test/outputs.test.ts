import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { encodePng } from '@rnp/viz';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type Ended, rnp } from './rnp.js';

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
