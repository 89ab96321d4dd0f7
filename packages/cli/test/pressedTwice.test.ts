import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type Ended, fileThere, start, tiny } from './rnp.js';

/** Makes a command slow to stop: it does not hear the first Ctrl-C, and so is still there at the second. */
function deaf(dir: string): NodeJS.ProcessEnv {
  const hook = join(dir, 'deaf.mjs');
  writeFileSync(hook, 'AbortController.prototype.abort = () => undefined;');
  return { NODE_OPTIONS: `--import ${pathToFileURL(hook).href}` };
}

/** Presses Ctrl-C twice once a file is there. The second comes before the command says that once more would stop it. */
async function pressedTwice(args: readonly string[], cwd: string, file: string): Promise<Ended> {
  const running = start(args, cwd, deaf(cwd));
  await fileThere(join(cwd, file), running);
  running.child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 700));
  running.child.kill('SIGINT');
  return running.ended;
}

test('a second Ctrl-C ends training with a word on what is not saved, and the command that goes on', async () => {
  const cwd = temporaryFolder();
  const args = ['train', '--data', 'digits', ...tiny, '--steps', '100000', '--out', 'out', '--no-report'];
  const checkpoint = join('out', 'checkpoints', 'latest');
  const { code, stderr } = await pressedTwice([...args, '--checkpoint-every', '5'], cwd, checkpoint);
  const word =
    /^stopped at once; what was done after step \d+ is not saved\. Go on with: .* train --resume out$/;
  expect([code, stderr.trimEnd().split('\n').at(-1)]).toEqual([130, expect.stringMatching(word)]);
  const resumed = start(['train', '--resume', 'out'], cwd);
  await new Promise<void>((resolve) => {
    let heard = '';
    resumed.child.stderr!.on('data', (text: Buffer) => {
      heard += text.toString();
      if (/going on from step \d+/.test(heard)) resolve();
    });
    resumed.child.once('close', () => resolve());
  });
  resumed.child.kill('SIGINT');
  expect(await resumed.ended).toMatchObject({
    code: 130,
    stderr: expect.stringMatching(/going on from step/),
  });
});

test('it ends any other command with what there is of its work', async () => {
  const cwd = temporaryFolder();
  const args = ['embed', '--data', 'digits', '--split', 'test', '--limit', '1000', '--model', 'mnist'];
  const programs = join('map', 'programs.npy');
  const { code, stderr } = await pressedTwice([...args, '--out', 'map'], cwd, programs);
  expect([code, stderr]).toEqual([130, expect.stringContaining(`stopped; only ${programs} was written\n`)]);
});
