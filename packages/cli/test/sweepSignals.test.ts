import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { inLong } from '@rnp-tools/testing/long';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { ownImages } from './ownImages.js';
import { fileThere, start, tiny } from './rnp.js';

const set = Object.fromEntries(tiny.slice(1).map((one) => one.split('=') as [string, string]));
const command = ['sweep', 'sweep.json', '--out', 's', '--no-report', '--checkpoint-every', '5'];

/** A sweep of two runs that do not end by themselves. */
function sweepFolder(): string {
  const dir = temporaryFolder();
  const base = { data: ownImages(dir), set: { ...set, steps: 100_000, overlap: 'none' } };
  writeFileSync(join(dir, 'sweep.json'), JSON.stringify({ base, seeds: 2 }));
  return dir;
}

describe('a signal to all processes of a sweep', () => {
  const saved = async (signal: NodeJS.Signals): Promise<void> => {
    const dir = sweepFolder();
    const running = start([...command, '--processes', '2'], dir, {}, true);
    const run = (seed: number): string => join(dir, 's', 'runs', 'sweep', `seed-${seed}`);
    for (const seed of [1, 2]) await fileThere(join(run(seed), 'checkpoints', 'latest'), running);
    process.kill(-running.child.pid!, signal);
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([130, expect.stringContaining('all runs are saved')]);
    expect(stderr).not.toMatch(/failed|without a word/);
    for (const seed of [1, 2]) {
      const metrics = JSON.parse(readFileSync(join(run(seed), 'metrics.json'), 'utf8'));
      expect(metrics).toMatchObject({ complete: false, of: 100_000 });
    }
  };
  test('SIGTERM while runs are trained: all are saved, none has failed', () => saved('SIGTERM'));
  inLong(test)('SIGHUP while runs are trained: all are saved, none has failed', () => saved('SIGHUP'));

  test('while a run only starts, and does not listen yet: it is no failure either', async () => {
    const dir = sweepFolder();
    const hook = join(dir, 'hook.mjs');
    // The run's process says that it is there, and gets no further.
    writeFileSync(
      hook,
      `import { writeFileSync } from 'node:fs';
      if (process.argv[1].endsWith('trainChild.mjs')) {
        writeFileSync(${JSON.stringify(join(dir, 'starting'))}, '');
        await new Promise((resolve) => setTimeout(resolve, 600_000));
      }`,
    );
    const env = { NODE_OPTIONS: `--import ${pathToFileURL(hook).href}` };
    const running = start([...command, '--processes', '1'], dir, env, true);
    await fileThere(join(dir, 'starting'), running);
    process.kill(-running.child.pid!, 'SIGTERM');
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).not.toMatch(/failed|without a word/);
  });
});
