import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type Ended, rnp, tiny } from './rnp.js';

/** Holds `run`, a model that has learned nothing. */
const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);
const runs = join(process.env.RNP_DATA_DIR ?? '', 'omniglot', 'one-shot-all_runs.zip');
const withRuns = existsSync(runs) ? test : test.skip;

beforeAll(async () => {
  const { code } = await run('train', '--steps', '1', ...tiny, '--out', 'run', '--no-report');
  expect(code).toBe(0);
});

test('oneshot refuses what makes no sense, before anything is read', async () => {
  for (const flags of [
    ['--limit', '0'],
    ['--limit', '21'],
    ['--infer', '-1'],
    ['--runs', '3'],
    ['--model', 'nothing'],
  ]) {
    expect((await run('oneshot', ...flags)).code).toBe(2);
  }
  const coloured = await run('oneshot', '--model', 'eth-80');
  expect([coloured.code, coloured.stdout]).toEqual([2, '']);
  expect(coloured.stderr).toMatch(
    /the runs are drawings of 28×28×1, and this model takes images of 50×50×3; choose another, such as --model omniglot$/m,
  );
});

withRuns('oneshot classifies published runs, and says how often it is wrong', async () => {
  const flags = ['oneshot', '--model', 'run', '--limit', '1', '--infer', '0'];
  const { code, stdout, stderr } = await run(...flags, '--json');
  expect([code, stderr]).toEqual([0, expect.stringContaining('20/20 images')]);
  const { error, errorPixels, errorCentredPixels, runs: classified } = JSON.parse(stdout);
  expect(classified).toMatchObject([{ name: 'run01', images: 20, wrong: Math.round(20 * error) }]);
  expect(classified[0].answers).toHaveLength(20);
  const table = (await run(...flags)).stdout;
  for (const share of [error, errorPixels, errorCentredPixels])
    expect(table).toContain(`${(100 * share).toFixed(1)} %`);
});
