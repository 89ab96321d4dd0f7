import { describe, expect, test } from '@jest/globals';
import { describeWithRedis } from '@rnp-tools/redis-testing';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { type Batch, openQueue, TaskError, taskKind } from '../../src/index.js';
import { squares, useBench } from '../bench.js';
import { failureOf } from '../failureOf.js';
import { until } from '../until.js';

const batch: Batch = {
  id: 'numbers',
  name: 'Numbers',
  kind: 'squares',
  tasks: squares(5),
  about: { from: 'a test' },
};

const square = taskKind({
  schema: z.object({ number: z.number() }),
  handle: async ({ number }) => ({ squared: number ** 2 }),
});

describeWithRedis(describe, 'a task queue', () => {
  const bench = useBench();
  const states = async (id: string): Promise<string[]> =>
    (await bench.queue.status(id)).map(({ state }) => state);
  const finished = async (id: string): Promise<boolean> =>
    (await states(id)).every((state) => ['done', 'failed', 'cancelled'].includes(state));

  test('a queue that was closed says so at once', async () => {
    const { url } = bench.server;
    const queue = await openQueue({ url, prefix: bench.prefix, env: {}, onTrouble: () => undefined });
    await queue.close();
    const closed = { code: 'RNP_QUEUE', message: expect.stringContaining('closed') };
    await expect(queue.batches()).rejects.toMatchObject(closed);
    await expect(queue.submit({ id: 'a', name: 'a', kind: 'a', tasks: [] })).rejects.toMatchObject(closed);
  });

  test('is asked for batches by their id, which is a text', async () => {
    for (const ask of ['batch', 'status', 'cancel', 'remove'] as const) {
      await expect(bench.queue[ask](null as never)).rejects.toMatchObject({ code: 'RNP_CONFIG', path: 'id' });
    }
  });

  test('keeps a batch, has it done and keeps the results', async () => {
    const before = Date.now();
    expect(await bench.queue.batch('numbers')).toBeNull();
    expect(await bench.queue.status('numbers')).toEqual([]);
    await bench.queue.submit(batch);
    expect(await states('numbers')).toEqual(Array(5).fill('waiting'));
    const worker = await bench.work({ square }, { drain: true, name: 'first' });
    await worker.idle();
    const status = await bench.queue.status('numbers');
    expect(status.map(({ result }) => result)).toEqual([0, 1, 4, 9, 16].map((squared) => ({ squared })));
    expect(status[3]).toEqual({
      key: 'square-3',
      name: '3 squared',
      state: 'done',
      progress: null,
      result: { squared: 9 },
      attempts: 1,
      worker: 'first',
      startedAt: expect.any(Number),
      endedAt: expect.any(Number),
    });
    const [began, finished] = [status[3]!.startedAt!, status[3]!.endedAt!];
    expect(before <= began && began <= finished && finished <= Date.now()).toBe(true);
    const { tasks, ...record } = (await bench.queue.batch('numbers'))!;
    expect(record).toMatchObject({
      id: 'numbers',
      name: 'Numbers',
      about: { from: 'a test' },
      cancelled: false,
    });
    expect(tasks[1]).toEqual({ key: 'square-1', kind: 'square', name: '1 squared' });
    const [summary] = await bench.queue.batches();
    expect(summary!.counts).toEqual({ waiting: 0, active: 0, done: 5, failed: 0, cancelled: 0, missing: 0 });
  });

  test('does a key once, however often and by whichever batch it is submitted', async () => {
    let handled = 0;
    const counting = taskKind({ schema: z.unknown(), handle: async () => ++handled });
    await bench.queue.submit(batch);
    await bench.queue.submit(batch);
    const worker = await bench.work({ square: counting }, { drain: true });
    await worker.idle();
    await bench.queue.submit(batch);
    await bench.queue.submit({ ...batch, id: 'others', tasks: squares(6) });
    await until('the sixth is done', async () => await finished('others'));
    expect(handled).toBe(6);
    expect(await states('others')).toEqual(Array(6).fill('done'));
  });

  test('adds what is missing of a batch whose submission was cut off', async () => {
    await bench.queue.submit({ ...batch, tasks: squares(2) });
    await bench.queue.submit(batch);
    expect(await states('numbers')).toEqual(Array(5).fill('waiting'));
    // Now it wants fewer.
    await bench.queue.submit({ ...batch, tasks: squares(1) });
    const worker = await bench.work({ square }, { drain: true });
    await worker.idle();
    await worker.stop();
    await bench.queue.submit(batch);
    expect(await states('numbers')).toEqual(['done', 'waiting', 'waiting', 'waiting', 'waiting']);
  });

  test('takes ten thousand tasks, in the memory that the README tells', async () => {
    const redis = new Redis(bench.server.url);
    const memory = async (): Promise<number> =>
      Number((await redis.info('memory')).match(/used_memory:(\d+)/)![1]);
    const before = await memory();
    await bench.queue.submit({ ...batch, tasks: squares(10_000) });
    const [summary] = await bench.queue.batches();
    expect(summary!.counts.waiting).toBe(10_000);
    expect((await memory()) - before).toBeLessThan(10_000 * 1500);
    redis.disconnect();
    await bench.queue.remove('numbers');
    expect(await bench.queue.batches()).toEqual([]);
  });

  test('queues failed tasks anew when they are submitted again', async () => {
    let well = false;
    const fickle = taskKind({
      schema: z.unknown(),
      handle: async () => {
        if (!well) throw new TaskError('TEST', 'not today', { retry: false });
        return 'well';
      },
    });
    await bench.queue.submit({ ...batch, tasks: squares(1) });
    await bench.work({ square: fickle });
    await until('it failed', () => finished('numbers'));
    expect((await bench.queue.status('numbers'))[0]).toMatchObject({
      state: 'failed',
      reason: 'not today',
      attempts: 1,
    });
    well = true;
    await bench.queue.submit({ ...batch, tasks: squares(1) });
    await until('it is done', async () => (await states('numbers'))[0] === 'done');
    expect((await bench.queue.status('numbers'))[0]).not.toHaveProperty('reason');
  });

  test('cancels what waits and what is at work, but not what another batch wants', async () => {
    const started: string[] = [];
    const reasons: string[] = [];
    const slow = taskKind({
      schema: z.object({ number: z.number() }),
      handle: ({ number }, { signal, key }) => {
        started.push(key);
        if (number !== 0 && number !== 1) return Promise.resolve('quick');
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reasons.push(`${key} ${(signal.reason as Error).name}`);
            reject(signal.reason);
          });
        });
      },
    });
    await bench.queue.submit(batch);
    await bench.queue.submit({ ...batch, id: 'others', tasks: squares(5).slice(1, 3) });
    const worker = await bench.work({ square: slow }, { concurrency: 2 });
    await until('two are at work', () => started.length === 2);
    await bench.queue.cancel('numbers');
    await until('one got its signal', () => reasons.length === 1, 4000);
    expect(reasons).toEqual(['square-0 TaskCancelled']);
    await until(
      'the other one goes on and the third is done',
      async () => (await states('others'))[1] === 'done',
    );
    expect(await states('others')).toEqual(['active', 'done']);
    await until(
      'none of the cancelled is at work',
      async () => !(await states('numbers')).includes('active'),
    );
    expect(await states('numbers')).toEqual(['cancelled', 'cancelled', 'done', 'cancelled', 'cancelled']);
    expect(started).toEqual(['square-0', 'square-1', 'square-2']);
    await worker.stop();
    await bench.queue.submit(batch);
    expect(await states('numbers')).toEqual(['waiting', 'waiting', 'done', 'waiting', 'waiting']);
    expect((await failureOf(bench.queue.cancel('none'))).message).toContain('has no batch none');
  });

  test('removes a batch and the tasks that only it has, and leaves nothing of them', async () => {
    await bench.queue.submit(batch);
    await bench.queue.submit({ ...batch, id: 'others', tasks: squares(1) });
    const worker = await bench.work({ square }, { drain: true });
    await worker.idle();
    await worker.stop();
    await bench.queue.remove('numbers');
    expect(await bench.queue.batch('numbers')).toBeNull();
    expect(await states('others')).toEqual(['done']);
    await bench.queue.remove('others');
    await bench.queue.remove('others');
    expect(await bench.queue.batches()).toEqual([]);
    await bench.queue.submit(batch);
    expect(await states('numbers')).not.toContain('done');
  });

  test('removes a batch while its tasks are at work', async () => {
    const endless = taskKind({
      schema: z.unknown(),
      handle: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    });
    await bench.queue.submit({ ...batch, tasks: squares(2) });
    await bench.work({ square: endless }, { concurrency: 2 });
    await until('both are at work', async () =>
      (await states('numbers')).every((state) => state === 'active'),
    );
    await bench.queue.remove('numbers');
    expect(await bench.queue.batches()).toEqual([]);
    await bench.queue.submit({ ...batch, id: 'again', tasks: squares(2) });
    await until('they are new', async () =>
      (await bench.queue.status('again')).every(({ attempts }) => attempts === 1),
    );
  });

  test.each([
    ['an id', { ...batch, id: 'No' }, /a-z 0-9/],
    ['a key', { ...batch, tasks: [{ ...squares(1)[0]!, key: 'a:b' }] }, /tasks\.0\.key/],
    ['a key twice', { ...batch, tasks: [...squares(1), ...squares(1)] }, /two tasks .* square-0/],
    [
      'a payload that is no JSON',
      { ...batch, tasks: [{ ...squares(1)[0]!, payload: 1n }] },
      /square-0 is 1n, which JSON does not know/,
    ],
    [
      'none',
      { ...batch, tasks: [{ ...squares(1)[0]!, payload: undefined }] },
      /square-0 is undefined, which JSON does not know/,
    ],
    [
      'a large one',
      { ...batch, tasks: [{ ...squares(1)[0]!, payload: 'x'.repeat(1024 * 1024) }] },
      /put what is large/,
    ],
    [
      'a hostile one',
      { ...batch, tasks: [{ ...squares(1)[0]!, payload: JSON.parse('{"__proto__":{}}') }] },
      /__proto__/,
    ],
  ])('refuses a batch for %s', async (_, wrong, message) => {
    const error = await failureOf(bench.queue.submit(wrong as Batch));
    expect(error).toMatchObject({ name: 'RnpError', code: 'RNP_QUEUE_TASK' });
    expect(error.message).toMatch(message);
    expect(await bench.queue.batches()).toEqual([]);
  });
});
