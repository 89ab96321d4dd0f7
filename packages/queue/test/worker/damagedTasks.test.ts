import { describe, expect, test } from '@jest/globals';
import { describeWithRedis } from '@rnp-tools/redis-testing';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { taskKind } from '../../src/index.js';
import { squares, useBench } from '../bench.js';
import { batch, firstTask } from './oneBatch.js';

describeWithRedis(describe, 'a task that is damaged, or written by hand', () => {
  const bench = useBench();
  const { first } = firstTask(bench);

  test.each([
    ['data', '{"name":'],
    ['data', 'null'],
    ['opts', '[3'],
    ['opts', 'null'],
    ['progress', '{'],
  ])('a job whose %s is %s fails, the others go on, and a drained worker ends', async (field, text) => {
    await bench.queue.submit(batch(squares(3)));
    const redis = new Redis(bench.server.url);
    await redis.hset(`${bench.prefix}:tasks:t-square-0`, field, text);
    redis.disconnect();
    const square = taskKind({
      schema: z.object({ number: z.number() }),
      handle: async ({ number }) => number,
    });
    const worker = await bench.work({ square }, { drain: true });
    await worker.idle();
    const status = await bench.queue.status('batch');
    expect(status.map(({ state }) => state)).toEqual([
      field === 'progress' ? expect.stringMatching(/done|failed/) : 'failed',
      'done',
      'done',
    ]);
  });

  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  test.each([
    ['is of another type', '{"number":"one"}', /is not one of a square: number/],
    ['is no JSON', '{', /no JSON/],
    ['is no text', { number: 1 }, /no JSON/],
    ['is missing', undefined, /no JSON/],
    ['is deep', deep, /nested deeper/],
    ['is huge', JSON.stringify({ number: 1, more: 'x'.repeat(2 ** 20) }), /more than the 1048576/],
    ['holds __proto__', '{"number":1,"__proto__":{"admin":true}}', /__proto__/],
    ['holds __proto__ deep inside', '{"number":1,"a":[{"b":{"__proto__":[]}}]}', /__proto__/],
  ])('never runs a payload that somebody wrote by hand and that %s', async (_, payload, reason) => {
    let handled = 0;
    const square = taskKind({ schema: z.object({ number: z.number() }), handle: async () => ++handled });
    await bench.queue.submit(batch(squares(1)));
    // What somebody with the server's password could write.
    const { port } = bench.server;
    const jobs = new Queue('tasks', { connection: { host: '127.0.0.1', port }, prefix: bench.prefix });
    const job = await jobs.getJob('t-square-0');
    await job!.updateData(payload === undefined ? null : { name: 'by hand', payload });
    await jobs.close();
    const worker = await bench.work({ square }, { drain: true });
    await worker.idle();
    expect(handled).toBe(0);
    expect(await first()).toMatchObject({ state: 'failed', attempts: 1 });
    expect((await first()).reason).toMatch(reason);
  });
});
