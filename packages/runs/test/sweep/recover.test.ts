import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fileDigest } from '@rnp-tools/testing/fileDigest';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { runSweep, type SweepEvent } from '../../src/index.js';
import { setRunAside } from '../../src/record/replacedRun.js';
import { runNames } from '../../src/record/runFolder.js';
import { sweepPlan } from '../../src/sweep/index.js';
import type { SweepPlan } from '../../src/sweep/plan.js';
import { parseSweep } from './parseSweep.js';

const planOf = (steps: number): Promise<SweepPlan> => {
  const set = `steps: ${steps}, latent: 3, childrenPerLevel: [2, 2], hidden: 6, hyperHidden: 6, batchSize: 4, overlap: none`;
  return sweepPlan(parseSweep(`base: { data: digits, set: { ${set} } }`, 'small.yaml'), 'small.yaml');
};

const root = temporaryFolder();
beforeAll(async () => {
  await runSweep(await planOf(2), { out: join(root, 'done'), report: false }).result();
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

/** A copy of the finished sweep, and the folder of its run. */
async function finished(name: string): Promise<{ readonly out: string; readonly run: string }> {
  const out = join(root, name);
  cpSync(join(root, 'done'), out, { recursive: true });
  const { name: of } = (await planOf(2)).runs[0]!;
  return { out, run: join(out, 'runs', ...of.split('/')) };
}

const resultsOf = (out: string): string[] =>
  ['results.json', 'results.csv', 'report.html', 'sweep.json'].map((name) =>
    readFileSync(join(out, name), 'utf8'),
  );

async function sweeping(plan: SweepPlan, out: string) {
  const lines: string[] = [];
  const job = runSweep(plan, { out, report: false });
  const listened = (async () => {
    for await (const event of job as AsyncIterable<SweepEvent>)
      if (event.type === 'note') lines.push(event.message);
  })().catch(() => undefined);
  const end = await job.result().catch((error: unknown) => error);
  await listened;
  return { lines, end };
}

test('runs that a killed sweep was about to replace are back before it is decided what may be replaced', async () => {
  const { out, run } = await finished('killed');
  const before = resultsOf(out);
  const weights = fileDigest(join(run, 'model', 'model.safetensors'));
  const kill = async (): Promise<void> => {
    const record = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
    await setRunAside(
      run,
      readdirSync(run).filter((name) => runNames.includes(name)),
    );
    const { key } = (await planOf(4)).runs[0]!;
    writeFileSync(join(run, 'run.json'), JSON.stringify({ ...record, key }));
  };
  await kill();
  const refused = await sweeping(await planOf(4), out);
  expect(refused.end).toMatchObject({
    code: 'RNP_USAGE',
    message: expect.stringMatching(/holds a run of other settings; replace it with overwrite: true/),
  });
  expect(refused.lines).toEqual([expect.stringMatching(/^the run in .* is back: /)]);
  expect(resultsOf(out)).toEqual(before);
  expect(fileDigest(join(run, 'model', 'model.safetensors'))).toEqual(weights);

  // With the old settings again there is nothing left to do.
  await kill();
  const same = await sweeping(await planOf(2), out);
  expect(same.lines).toHaveLength(1);
  expect(same.end).toMatchObject({ statuses: [{ state: 'done', metrics: { steps: 2 } }] });
  expect(readdirSync(run)).not.toContain('replaced-run');
}, 60_000);

test('a sweep that finds a run it cannot go on with proposes only what a sweep has', async () => {
  const { out, run } = await finished('torn');
  for (const name of ['checkpoints', 'metrics.json']) rmSync(join(run, name), { recursive: true });
  const { end } = await sweeping(await planOf(2), out);
  const [{ state, reason }] = (end as { statuses: readonly [{ state: string; reason: string }] }).statuses;
  expect(state).toBe('failed');
  expect(reason).toMatch(
    /holds a run already; replace it with overwrite: true, or choose another folder with out$/,
  );
}, 60_000);
