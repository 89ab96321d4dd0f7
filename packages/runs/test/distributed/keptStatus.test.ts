import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openQueue, type Task, type TaskQueue } from '@rnp/queue';
import { describeWithRedis, type RedisServer, startRedis } from '@rnp-tools/redis-testing';
import { keptStatus } from '../../src/distributed/keptStatus.js';

const tasks: Task[] = ['a', 'b', 'c'].map((key) => ({ key, kind: 'test', name: `task ${key}`, payload: {} }));
const batch = { id: 'batch', name: 'Batch', kind: 'test', tasks };

describeWithRedis(describe, 'what a queue has lost', () => {
  let server: RedisServer;
  let queue: TaskQueue;
  beforeAll(async () => {
    // As a cache is often run: it keeps nothing.
    server = await startRedis({ config: ['appendonly no'] });
  });
  afterAll(() => server.close());
  const notes: string[] = [];
  const stored = new Set<string>();
  const kept = () =>
    keptStatus({
      queue,
      batch: () => batch,
      isStored: async (key) => stored.has(key),
      onNote: (line) => void notes.push(line),
    });
  beforeEach(async () => {
    notes.length = 0;
    stored.clear();
    queue = await openQueue({ url: server.url, env: {}, onTrouble: () => undefined });
    await queue.submit(batch);
  });

  const states = async () => (await kept()).map(({ key, state }) => [key, state]);
  const waiting = [
    ['a', 'waiting'],
    ['b', 'waiting'],
    ['c', 'waiting'],
  ];

  test('is queued again and told once; what is in the store is done', async () => {
    expect(await states()).toEqual(waiting);
    expect(notes).toEqual([]);
    await server.kill();
    await server.start();
    stored.add('b');
    const after = [
      ['a', 'waiting'],
      ['c', 'waiting'],
      ['b', 'done'],
    ];
    expect(await states()).toEqual(after);
    expect(notes).toEqual([expect.stringMatching(/^the queue has lost 2 of 3 tasks, .*queueing again/)]);
    expect(await states()).toEqual(after);
    expect(notes).toHaveLength(1);
    await queue.close();
  });

  test('is queued again also where the batch is known still', async () => {
    const { close, ...rest } = queue;
    let [looks, submitted] = [0, 0];
    queue = {
      ...rest,
      close,
      submit: async (asked) => {
        submitted++;
        await rest.submit(asked);
      },
      status: async (id) => {
        const told = await rest.status(id);
        return looks++ > 0 ? told : told.map((one) => (one.key === 'a' ? { ...one, state: 'missing' } : one));
      },
    };
    expect(await states()).toEqual(waiting);
    expect(submitted).toBe(1);
    expect(notes).toEqual([expect.stringContaining('has lost 1 of 3 tasks')]);
    await close();
  });

  test('of a batch that was cancelled stays cancelled', async () => {
    await queue.cancel('batch');
    expect((await kept()).map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect(notes).toEqual([]);
    await queue.close();
  });
});
