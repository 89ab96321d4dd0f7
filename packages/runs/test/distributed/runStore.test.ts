import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openStore } from '@rnp/files/node';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { runStore } from '../../src/distributed/runStore.js';

/** A run's folder with a checkpoint of this step. */
function runAt(step: number): string {
  const dir = temporaryFolder();
  const place = join(dir, 'checkpoints', `step-${String(step).padStart(6, '0')}`);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'weights'), `weights of ${step}`);
  writeFileSync(join(dir, 'run.json'), '{}');
  return dir;
}

test('a worker that was stopped changes nothing of what the next one stored', async () => {
  const store = await openStore(temporaryFolder());
  const [first, second, third] = ['first-1', 'second-2', 'third-3'].map((writer) => runStore(store, writer));
  const keysIn = async (): Promise<string[]> => {
    const keys: string[] = [];
    for await (const { key } of store.list('')) keys.push(key);
    return keys;
  };
  expect(await first!.loadCheckpoint('k', temporaryFolder())).toBeNull();
  expect(await first!.saveCheckpoint('k', runAt(5), 5)).toBe(true);
  // The first one is stopped here, and its task goes to the second.
  const dir = temporaryFolder();
  expect(await second!.loadCheckpoint('k', dir)).toBe(5);
  expect(readFileSync(join(dir, 'checkpoints', 'step-000005', 'weights'), 'utf8')).toBe('weights of 5');
  expect(await second!.saveCheckpoint('k', runAt(10), 10)).toBe(true);
  const before = await keysIn();
  // It goes on.
  expect(await first!.saveCheckpoint('k', runAt(20), 20)).toBe(false);
  expect(await keysIn()).toEqual(before);
  expect(await third!.loadCheckpoint('k', temporaryFolder())).toBe(10);
  // Also when it is done already: a result is not followed by checkpoints.
  expect(await third!.saveCheckpoint('k', runAt(15), 15)).toBe(true);
  expect(await third!.saveResult('k', runAt(15))).toBe(true);
  await third!.clearCheckpoints('k');
  const done = await keysIn();
  expect(done).toEqual(['runs/k/result.json', 'runs/k/third-3/result/run.json']);
  expect(await second!.saveCheckpoint('k', runAt(30), 30)).toBe(false);
  expect(await first!.saveResult('k', runAt(30))).toBe(false);
  expect(await keysIn()).toEqual(done);
});
