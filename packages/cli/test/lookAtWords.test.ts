import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { encodePng } from '@rnp/viz';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type Ended, rnp } from './rnp.js';

const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);
const bar = Uint8Array.from({ length: 28 * 28 }, (_, i) => (Math.abs((i % 28) - 14) < 3 ? 255 : 0));

beforeAll(() => {
  const png = encodePng({ width: 28, height: 28, channels: 1, data: bar });
  for (const name of ['7', '-dash.png']) writeFileSync(join(cwd, name), png);
  writeFileSync(join(cwd, 'stripes.png'), stripes());
  writeFileSync(join(cwd, 'empty.json'), '\n');
});

/** Of one grey once it is as small as a model's images. */
function stripes(): Uint8Array {
  const data = Uint8Array.from({ length: 5000 }, (_, i) => 255 * (i % 2));
  return encodePng({ width: 5000, height: 1, channels: 1, data });
}

test.each([
  [['eval', '--model', ''], /^rnp: --model is empty; give <name>$/m],
  [['parse', '7', '--data', ''], /^rnp: --data is empty; give <name>, or leave it away$/m],
  [['parse', ''], /^rnp: the image is empty; see parse --help$/m],
  [['train', '--data', '.?test=1'], /\.\?test=1: test must be above 0 and below 1, not 1/],
  [['train', '--data', '.?test=0'], /\.\?test=0: test must be above 0 and below 1, not 0/],
  [['train', '--config', 'empty.json'], /empty\.json: is empty; give JSON, such as \{\}/],
  [['train', '--resume', '.'], /there is no run in \.; train without --resume/],
  [['parse', '-dash.png'], /unknown option '-dash\.png'\. For the file of that name write \.\/-dash\.png$/m],
  [
    ['sample', '--model', 'mnist', '--seed', '99999999999999999999'],
    /--seed <n>.* must be a whole number from 0 to 9007199254740991\.$/m,
  ],
  [['sample', '--model', 'mnist', '--count', '1e9'], /must be a whole number from 1 to 100000\.$/m],
])('%j is told by the words that were typed', async (args, words) => {
  const { code, stderr } = await run(...args);
  expect(stderr).toMatch(words);
  expect(code).toBe(2);
});

test('1e1 is ten', async () => {
  const { code, stdout } = await run('sample', '--model', 'mnist', '--count', '1e1', '--json');
  expect([code, JSON.parse(stdout).samples.length]).toEqual([0, 10]);
});

test('whoever names an image by its index is told of the file of that name', async () => {
  const args = ['--data', 'digits', '--model', 'mnist', '--json'] as const;
  const index = await run('parse', '7', ...args);
  const hint = '7 is the index of an image of the data; for what is called 7 here, write ./7';
  expect([index.code, index.stderr.includes(hint)]).toEqual([0, true]);
  const other = await run('parse', '8', ...args);
  expect(other.stderr).not.toContain('is the index of');
});

test('what is no weight file is told what to give, and a picture that is lost in a small size why', async () => {
  const weights = await run('eval', '--model', '7');
  expect(weights.stderr).toMatch(
    /no safetensors file: .* Give a model’s folder, or a file that ends in \.safetensors/,
  );
  const blank = await run('parse', 'stripes.png', '--model', 'mnist');
  expect(blank.stderr).toMatch(/of one shade once it has the model’s size, 28×28\. Give a picture/);
});
