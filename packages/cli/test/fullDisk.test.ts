import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { bin, rnp, tiny } from './rnp.js';

const cwd = temporaryFolder();
afterAll(() => rmSync(cwd, { recursive: true }));

/** Runs the program where no file may be larger, as on a disk that is full. @param blocks of 512 or 1,024 bytes */
function limited(
  blocks: number,
  ...args: string[]
): { readonly status: number | null; readonly stderr: string } {
  const shell = ['-c', `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`, 'sh', process.execPath, bin];
  return spawnSync('sh', [...shell, ...args], { cwd, encoding: 'utf8' });
}

const train = [
  'train',
  ...tiny,
  '--checkpoint-every',
  '1',
  '--log-every',
  '1',
  '--no-report',
  '--evaluate-limit',
  '8',
];

// What a run is made with, run.json, fits: two kilobytes. A checkpoint does not.
test('a disk that is full at the first checkpoint: nothing is kept, and the same command begins again', async () => {
  const full = limited(6, ...train, '--steps', '3', '--out', 'first');
  expect(full.status).toBe(1);
  const said = full.stderr.split('\n').filter((line) => line.startsWith('rnp: '));
  expect(said).toEqual([
    expect.stringMatching(
      /first\/checkpoints\/.*cannot write: .*Nothing of this run could be kept; train anew .*--out$/,
    ),
  ]);
  expect(await rnp([...train, '--steps', '3', '--out', 'first'], cwd)).toMatchObject({ code: 0 });
});

test('one that is full later: the last checkpoint is named, and the words go on from it', async () => {
  expect(await rnp([...train, '--steps', '2', '--out', 'later'], cwd)).toMatchObject({ code: 0 });
  const full = limited(6, 'train', '--resume', 'later', '--steps', '5', '--no-report');
  expect(full.status).toBe(1);
  const [, again] = /The checkpoint of step 2 is kept; .* with (--resume --out later)\n/.exec(full.stderr)!;
  expect(await rnp(['train', ...again!.split(' '), '--steps', '5', '--no-report'], cwd)).toMatchObject({
    code: 0,
  });
  expect(JSON.parse(readFileSync(join(cwd, 'later/metrics.json'), 'utf8')).steps).toBe(5);
});
