import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { amount } from '@rnp-tools/testing/long';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { drawing, killsItsReader, oddDrawing, when } from './oddDrawing.js';
import { alone, fileThere, start } from './rnp.js';

const cwd = temporaryFolder();
const parse = ['parse', 'scans', '--model', 'mnist', '--out'];
function recordsOf(dir: string) {
  const lines = readFileSync(join(cwd, dir, 'shard-000000.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line));
}

beforeAll(() => {
  mkdirSync(join(cwd, 'scans'));
  for (const name of ['a', 'c', 'd']) {
    writeFileSync(join(cwd, 'scans', `${name}.png`), drawing(28, 28));
  }
  writeFileSync(join(cwd, 'scans', 'b.png'), oddDrawing());
});

describe('the process that reads the images of a corpus', () => {
  test('an image that ends it has its record; all others have their trees', async () => {
    const { code, stderr } = await alone([...parse, 'aborted'], cwd, when(cwd, 'abort', 'process.abort();'));
    expect([code, stderr]).toEqual([0, expect.stringContaining('1 could not be read')]);
    const records = recordsOf('aborted');
    expect(records.map(({ image, error }) => [image, error?.code])).toEqual([
      ['a.png', undefined],
      ['b.png', 'RNP_IMAGE_ABORTED'],
      ['c.png', undefined],
      ['d.png', undefined],
    ]);
    expect(records[1].error.message).toMatch(/^b\.png: .* 2 times \(signal SIGABRT\)/);
  });

  test('an image at which the whole command is killed is tried once more, then it has its record, and so has the next one', async () => {
    // Of the second one the same is to be seen.
    const odd = amount(['b.png'], ['b.png', 'e.png']);
    for (const name of odd) writeFileSync(join(cwd, 'scans', name), oddDrawing());
    const kills = killsItsReader(cwd);
    const args = [...parse, 'killed'];
    for (const at of odd.flatMap((name) => [name, name])) {
      expect((await alone(args, cwd, kills)).code).toBe('SIGKILL');
      const journal = readFileSync(join(cwd, 'killed', 'progress', 'reading.jsonl'), 'utf8');
      expect(journal.trimEnd().split('\n').at(-1)).toBe(JSON.stringify([at]));
    }
    const { code, stderr } = await alone(args, cwd, kills);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`${odd.length} could not be read`)]);
    const records = recordsOf('killed');
    expect(records.map(({ image, error }) => [image, error?.code])).toEqual([
      ['a.png', undefined],
      ['b.png', 'RNP_IMAGE_ABORTED'],
      ['c.png', undefined],
      ['d.png', undefined],
      ...(odd.includes('e.png') ? [['e.png', 'RNP_IMAGE_ABORTED']] : []),
    ]);
    expect(records[1].error.message).toMatch(/^b\.png: .* the whole program was killed 2 times/);
    expect(readdirSync(join(cwd, 'killed'))).toEqual(['manifest.json', 'shard-000000.jsonl']);
    rmSync(join(cwd, 'scans', 'e.png'), { force: true });
  });

  test('Ctrl-C ends a corpus while an image is being decoded, however long that takes', async () => {
    const hangs = when(cwd, 'hang', `appendFileSync('${join(cwd, 'hangs')}', ''); for (;;) {}`);
    const running = start([...parse, 'stopped'], cwd, hangs);
    await fileThere(join(cwd, 'hangs'), running);
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([
      130,
      expect.stringMatching(
        /^stopped before the first shard of 500 images was whole: nothing is kept; a smaller --shard-size makes shards whole sooner\. The same command begins again: /m,
      ),
    ]);
    expect(readdirSync(join(cwd, 'stopped'))).toEqual(['progress']);
    // So it is: without the image that hangs, and with smaller shards.
    expect(await alone([...parse, 'stopped', '--shard-size', '1'], cwd)).toMatchObject({ code: 0 });
    const shards = readdirSync(join(cwd, 'stopped')).filter((name) => name.startsWith('shard-'));
    expect(shards).toHaveLength(4);
  });
});
