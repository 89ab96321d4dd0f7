import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inWords, RnpError } from '@rnp/errors';
import { rnpConfig, trainingConfig } from '@rnp/vae';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import * as tf from '@tensorflow/tfjs-core';
import { isOutOfMemory, outOfMemory } from '../../src/run/outOfMemory.js';
import { trainRun } from '../../src/run/trainRun.js';

const cause = new RnpError(
  'RNP_BACKEND_MEMORY',
  'the WASM backend has no 512586000 bytes left; use smaller batches or dispose tensors',
);
const run = {
  training: trainingConfig({ steps: 10, batchSize: 501 }),
  model: rnpConfig({ imageShape: [200, 300, 3], childrenPerLevel: [2] }),
  workers: 4,
  backend: 'wasm',
};

test('names the settings that take the memory, and smaller ones', () => {
  const error = outOfMemory({ ...run, data: { folder: 'images' } }, cause);
  expect(error).toMatchObject({ code: 'RNP_BACKEND_MEMORY', cause });
  expect(error.message).toBe(
    'the memory of the wasm backend does not suffice for a step of 501 images of 200×300×3 on 4 workers; train with smaller batches with set: ["batchSize=251"], smaller images with ?size=150 after the folder of data or a smaller model',
  );
  const small = outOfMemory(
    { ...run, workers: 1, training: { ...run.training, batchSize: 1 }, data: {} },
    cause,
  );
  expect(inWords(small.wording)).not.toMatch(/batchSize|size=|workers/);
});

test('a worker’s error tells it by its cause, too', () => {
  expect(isOutOfMemory(cause)).toBe(true);
  expect(isOutOfMemory(new RnpError('RNP_WORKER', 'worker 2 failed', { cause }))).toBe(true);
  expect(isOutOfMemory(new RnpError('RNP_WORKER', cause.message))).toBe(false);
});

test('a run that takes more memory than there is says so, and leaves no folder', async () => {
  const out = join(temporaryFolder(), 'run');
  const settings = {
    model: { latent: 3, childrenPerLevel: [2], hidden: 4, hyperHidden: 4 },
    training: { batchSize: 8, overlap: [] },
    workers: 1,
  };
  const job = trainRun({ settings, data: 'digits', steps: 2 }, { out, report: false });
  const ended = job.result();
  ended.catch(() => undefined);
  // To fill 4 GiB would take the machine's memory: what the backend says then is said by it here.
  let restore = (): void => undefined;
  for await (const event of quietly(job)) {
    if (event.type !== 'start') continue;
    const backend = tf.backend() as unknown as { makeOutput: unknown };
    const { makeOutput } = backend;
    backend.makeOutput = () => {
      throw cause;
    };
    restore = () => {
      backend.makeOutput = makeOutput;
    };
  }
  restore();
  await expect(ended).rejects.toMatchObject({
    code: 'RNP_BACKEND_MEMORY',
    message: expect.stringContaining('batchSize=4'),
  });
  expect(existsSync(out)).toBe(false);
}, 60_000);

/** Its error is the result's. */
async function* quietly<T>(events: AsyncIterable<T>): AsyncIterable<T> {
  try {
    yield* events;
  } catch {}
}
