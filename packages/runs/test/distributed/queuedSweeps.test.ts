import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openQueue, type TaskQueue } from '@rnp/queue';
import { describeWithRedis, type RedisServer, startRedis } from '@rnp-tools/redis-testing';
import { type QueuedSweeps, queuedSweeps } from '../../src/distributed/index.js';

const tasks = ['a', 'b'].map((key) => ({ key, kind: 'test', name: `run ${key}`, payload: {} }));
const batch = { id: 'latent-1', name: 'latent', kind: 'test', tasks };

describeWithRedis(describe, 'sweeps on a queue', () => {
  let server: RedisServer;
  let queue: TaskQueue;
  let sweeps: QueuedSweeps;
  beforeAll(async () => {
    server = await startRedis();
    const options = { url: server.url, env: {}, onTrouble: () => undefined };
    queue = await openQueue(options);
    sweeps = await queuedSweeps(options);
  });
  afterAll(async () => {
    await sweeps?.[Symbol.asyncDispose]();
    await queue?.close();
    await server?.close();
  });

  test('are listed with their tasks, and cancelled', async () => {
    expect(await sweeps.list()).toEqual([]);
    await expect(sweeps.tasks('latent-1')).rejects.toThrow(/^there is no sweep latent-1 on this queue$/);
    await queue.submit(batch);
    expect(await sweeps.list()).toMatchObject([{ id: 'latent-1', counts: { waiting: 2, cancelled: 0 } }]);
    const all = { soFar: null, ssePerImage: null };
    expect(await sweeps.tasks('latent-1')).toMatchObject([
      { name: 'run a', state: 'waiting', ...all },
      { name: 'run b', state: 'waiting', ...all },
    ]);
    await sweeps.cancel('latent-1');
    expect(await sweeps.tasks('latent-1')).toMatchObject([{ state: 'cancelled' }, { state: 'cancelled' }]);
  });

  test('one that there is not is told with those that there are, and nothing is cancelled', async () => {
    for (const ask of [sweeps.tasks, sweeps.cancel])
      await expect(ask('latent-2')).rejects.toThrow(
        expect.objectContaining({
          code: 'RNP_USAGE',
          message: expect.stringMatching(/; there are latent-1$/),
        }),
      );
    await expect(sweeps.tasks('')).rejects.toThrow(expect.objectContaining({ code: 'RNP_CONFIG' }));
  });
});
