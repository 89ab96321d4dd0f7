import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dataContent } from '@rnp/datasets/node';
import { inWords } from '@rnp/errors';
import { openStore } from '@rnp/files/node';
import { defaultWorkers } from '@rnp/vae/workers';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { runOnWorker } from '../../src/distributed/runOnWorker.js';
import type { WorkerLimits } from '../../src/distributed/workerLimits.js';
import type { Settings } from '../../src/settings/settingTypes.js';
import { runKey } from '../../src/sweep/runKey.js';
import type { RunTask } from '../../src/sweep/task.js';

/** A run as anybody who reaches the queue may ask for it, its key the right one. */
async function taskOf(changes: Partial<RunTask['settings']>): Promise<RunTask> {
  const { digest } = await dataContent('digits');
  const settings = {
    data: 'digits',
    network: 'rnp' as const,
    model: { latent: 3, childrenPerLevel: [2] },
    training: { steps: 10, batchSize: 16 },
    epochs: null,
    workers: 1,
    ...changes,
  };
  const key = runKey(settings as Settings, 'wasm', digest);
  const rest = { evaluateEvery: null, checkpointEvery: null, report: false, command: 'rnp' };
  return { name: 'asked/seed-1', key, digest, settings, backend: 'wasm', ...rest };
}

const free: WorkerLimits = { engines: 64, steps: null, parameters: null };

describe('what the owner of a worker allows', () => {
  const doing = async (changes: Partial<RunTask['settings']>, limits: WorkerLimits): Promise<unknown> => {
    const dir = temporaryFolder();
    const said: string[] = [];
    const context = { attempt: 1, signal: AbortSignal.abort(), progress: () => undefined };
    await runOnWorker(await taskOf(changes), context, {
      store: await openStore(join(dir, 'store')),
      worker: 'w',
      work: dir,
      folders: null,
      limits,
      onNote: (line) => said.push(inWords(line)),
    }).catch((error: Error & { readonly code?: string }) =>
      said.push(`${error.code ?? ''} ${error.message}`),
    );
    return said;
  };
  const limited = (what: string): unknown => [expect.stringMatching(new RegExp(`^RNP_TASK_LIMIT .*${what}`))];

  test.each([
    [
      'engines',
      { workers: 3 },
      { engines: 2 },
      '3 engines, and 2 are allowed here; workers with limits.engines: 3 take it',
    ],
    ['steps', {}, { steps: 9 }, '10 steps, and 9 are allowed here; workers with limits.steps: 10 take it'],
    ['epochs', { training: { batchSize: 16 }, epochs: 50 }, { steps: 9 }, '\\d+ steps, and 9'],
    ['a large model', { model: { latent: 512, hidden: 512 } }, { parameters: 1e6 }, '\\d{7,} parameters'],
  ] as const)('%s beyond the limit are left to others', async (_, changes, limits, message) => {
    expect(await doing(changes, { ...free, ...limits })).toEqual(limited(message));
  });

  test('who names no engines asks for those that the run would take', async () => {
    const engines = defaultWorkers(1000);
    const asked = { workers: null, training: { steps: 10, batchSize: 1000 } };
    expect(await doing(asked, { ...free, engines: engines - 1 })).toEqual(limited(`${engines} engines`));
    expect(await doing(asked, { ...free, engines })).toContain('asked/seed-1: begins');
  });

  test('what is within the limits begins', async () => {
    const limits = { engines: 1, steps: 10, parameters: 2e6 };
    expect(await doing({}, limits)).toContain('asked/seed-1: begins');
  });
});
