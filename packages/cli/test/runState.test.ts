import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { stateOfRun } from '@rnp/runs/record';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { rnp, tiny } from './rnp.js';

test('what stands in a run’s folder, from nothing to a finished run', async () => {
  const dir = temporaryFolder();
  const settings = Object.fromEntries(tiny.slice(1).map((one) => one.split('=') as [string, string]));
  const set = { ...settings, steps: 6, overlap: 'none' };
  writeFileSync(join(dir, 'sweep.json'), JSON.stringify({ base: { data: 'digits', set } }));
  const command = ['sweep', 'sweep.json', '--out', 's', '--no-report'];
  const listed = await rnp([...command, '--dry-run', '--json'], dir);
  const [{ key, name }] = JSON.parse(listed.stdout) as [{ key: string; name: string }];
  const run = join(dir, 's', 'runs', name);
  expect(await stateOfRun(run, key)).toEqual({ type: 'none' });

  await rnp(command, dir);
  const done = await stateOfRun(run, key);
  expect(done).toMatchObject({ type: 'done', metrics: { steps: 6 } });
  expect(await stateOfRun(run, '0'.repeat(32))).toMatchObject({ type: 'other', data: { name: 'digits' } });

  for (const file of ['metrics.json', 'model']) rmSync(join(run, file), { recursive: true });
  expect(await stateOfRun(run, key)).toEqual({ type: 'begun' });

  // Killed while the first checkpoint was being written: nothing to go on from, and nothing in the way.
  const checkpoints = join(run, 'checkpoints');
  const names = readdirSync(checkpoints).filter((entry) => entry.startsWith('step-'));
  renameSync(
    join(checkpoints, names.at(-1)!),
    join(checkpoints, `.${names.at(-1)}.tmp-1-0123456789abcdef0123`),
  );
  for (const other of names.slice(0, -1)) rmSync(join(checkpoints, other), { recursive: true });
  rmSync(join(checkpoints, 'latest'));
  expect(await stateOfRun(run, key)).toEqual({ type: 'none' });
  const again = await rnp(command, dir);
  expect({ code: again.code, stderr: again.code === 0 ? '' : again.stderr }).toEqual({ code: 0, stderr: '' });
  const { metrics } = (await stateOfRun(run, key)) as unknown as { metrics: Record<string, unknown> };
  const before = (done as unknown as { metrics: Record<string, unknown> }).metrics;
  expect({ ...metrics, seconds: 0 }).toEqual({ ...before, seconds: 0 });
});
