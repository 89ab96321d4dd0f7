import { describe, expect, test } from '@jest/globals';
import { inWords, option, RnpError, worded } from '@rnp/errors';
import { describeWithRedis } from '@rnp-tools/redis-testing';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';
import {
  type Batch,
  type Task,
  TaskError,
  type TaskKind,
  type TaskStatus,
  taskKind,
} from '../../src/index.js';
import { lockMs, squares, useBench } from '../bench.js';
import { failureOf } from '../failureOf.js';
import { until } from '../until.js';

describeWithRedis(describe, 'a worker', () => {
  const bench = useBench();
  const batch = (tasks: readonly Task[]): Batch => ({ id: 'batch', name: 'Batch', kind: 'test', tasks });
  const first = async (): Promise<TaskStatus> => (await bench.queue.status('batch'))[0]!;
  const inState = (state: string) => (): Promise<boolean> => first().then((status) => status.state === state);

  /** A handler that runs until it is told to end. */
  const endless = (onEnd: (reason: Error) => void): TaskKind =>
    taskKind({
      schema: z.unknown(),
      handle: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            onEnd(signal.reason);
            reject(signal.reason);
          });
        }),
    });

  test('tries an error three times, and tells the handler which attempt it is', async () => {
    const attempts: number[] = [];
    const square = taskKind({
      schema: z.unknown(),
      handle: async (_, { attempt }) => {
        attempts.push(attempt);
        throw new Error(`attempt ${attempt} went wrong`);
      },
    });
    await bench.queue.submit(batch(squares(1)));
    const worker = await bench.work({ square }, { drain: true });
    await until('the first attempt failed', async () => (await first()).reason !== undefined);
    expect((await first()).state).toBe('waiting');
    await worker.idle();
    expect(attempts).toEqual([1, 2, 3]);
    expect(await first()).toMatchObject({ state: 'failed', reason: 'attempt 3 went wrong', attempts: 3 });
  });

  test('tries an error once that says that it is no use', async () => {
    let attempts = 0;
    const square = taskKind({
      schema: z.unknown(),
      handle: async () => {
        attempts += 1;
        throw new TaskError('RNP_TEST', 'no use', { retry: false });
      },
    });
    await bench.queue.submit(batch(squares(1)));
    const worker = await bench.work({ square }, { drain: true });
    await worker.idle();
    expect(attempts).toBe(1);
    expect(await first()).toMatchObject({ state: 'failed', reason: 'no use' });
  });

  test('leaves a task to the worker that can do it; once all have left it, it has failed, with their reasons', async () => {
    const kind = (able: boolean): TaskKind =>
      taskKind({
        schema: z.unknown(),
        handle: async () => {
          if (able) return 'done';
          throw new TaskError('RNP_TEST', 'the images are not here', { retry: 'elsewhere' });
        },
      });
    await bench.work({ square: kind(false) }, { name: 'without' });
    await bench.work({ square: kind(true), busy: endless(() => undefined) }, { name: 'with' });
    await bench.queue.submit(batch([{ key: 'busy', kind: 'busy', name: 'Busy', payload: null }]));
    await until(
      'one is busy',
      async () => (await first()).worker === 'with' && (await first()).state === 'active',
    );
    await bench.queue.submit({ ...batch(squares(1)), id: 'other' });
    const other = async (): Promise<TaskStatus> => (await bench.queue.status('other'))[0]!;
    // It waits for the busy one, and says why.
    await until('it was left', async () => (await other()).reason === 'the images are not here');
    expect((await other()).state).toBe('waiting');
    await bench.queue.cancel('batch');
    await until('it is done', async () => (await other()).state === 'done');
    expect(await other()).toMatchObject({ result: 'done', worker: 'with' });
  });

  test('a reason that names options is data: whoever asks writes them in a way of theirs', async () => {
    const advice = worded`start one with ${option('maxSteps', 3)}`;
    const throwing = (error: () => Error): TaskKind =>
      taskKind({
        schema: z.unknown(),
        handle: async () => {
          throw error();
        },
      });
    await bench.work({
      left: throwing(() => new TaskError('TEST', advice, { retry: 'elsewhere' })),
      refused: throwing(() => new TaskError('TEST', advice, { retry: false })),
      broken: throwing(() => new RnpError('RNP_FILE', advice)),
    });
    const kinds = ['left', 'refused', 'broken'];
    await bench.queue.submit(batch(kinds.map((kind) => ({ key: kind, kind, name: kind, payload: null }))));
    const all = (): Promise<readonly TaskStatus[]> => bench.queue.status('batch');
    await until('all say why', async () => (await all()).every(({ reason }) => reason !== undefined));
    for (const { reason, wording } of await all()) {
      expect(reason).toBe('start one with maxSteps: 3');
      expect(inWords(wording!, { write: ({ value }) => `--max-steps ${value}`, between: ' ' })).toBe(
        'start one with --max-steps 3',
      );
    }
  });

  test('a task that every worker leaves has failed, also for --drain', async () => {
    const square = taskKind({
      schema: z.unknown(),
      handle: async () => {
        throw new TaskError('RNP_TEST', 'the images are not here', { retry: 'elsewhere' });
      },
    });
    await bench.queue.submit(batch(squares(1)));
    const worker = await bench.work({ square }, { drain: true });
    await worker.idle();
    expect(await first()).toMatchObject({ state: 'failed', reason: 'the images are not here' });
  });

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

  test('fails a result that is no JSON or too large', async () => {
    const results = [1n, 'x'.repeat(2 ** 20)];
    const square = taskKind({
      schema: z.object({ number: z.number() }),
      handle: async ({ number }) => results[number],
    });
    await bench.queue.submit(batch(squares(2)));
    const worker = await bench.work({ square }, { drain: true });
    await worker.idle();
    const reasons = (await bench.queue.status('batch')).map(({ reason }) => reason);
    expect(reasons).toEqual([
      expect.stringMatching(/result is 1n, which JSON does not know/),
      expect.stringMatching(/1048578 bytes/),
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

  test('shows progress, coalesced, and takes reports that are no JSON for none', async () => {
    let finish = (): void => undefined;
    const square = taskKind({
      schema: z.unknown(),
      handle: async (_, { progress }) => {
        for (let step = 0; step < 10_000; step++) progress({ step });
        progress(1n);
        progress({ rates: [1, Number.NaN] });
        progress('x'.repeat(100_000));
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        progress({ step: 'last' });
      },
    });
    await bench.queue.submit(batch(squares(1)));
    // What a lost lock does is told in lostLock.test.ts.
    const worker = await bench.work({ square }, { drain: true, lockMs: 3_600_000 });
    await until(
      'the latest is shown',
      async () => JSON.stringify((await first()).progress) === '{"step":9999}',
    );
    finish();
    await worker.idle();
    expect(await first()).toMatchObject({ state: 'done', progress: { step: 'last' }, result: null });
    expect(bench.troubles).toEqual([
      'what task square-0 says of its progress is 1n, which JSON does not know: it is not shown',
    ]);
  });

  test.each<[string, unknown, string]>([
    ['NaN', { rates: [1, Number.NaN] }, 'its result at .rates[1] is NaN, of which JSON would make null'],
    ['a Date', new Date(0), 'its result is an object (Date), of which JSON would make something else'],
    ['a Map within', { found: new Map([[1, 2]]) }, 'its result at .found is an object (Map)'],
    ['a typed array', [new Float32Array(2)], 'its result at [0] is an object (Float32Array)'],
    ['undefined in a list', [undefined], 'its result at [0] is undefined'],
    ['a bigint', { count: 1n }, 'its result at .count is 1n'],
  ])('a result that JSON would change fails its task, by name: %s', async (_, result, reason) => {
    const square = taskKind({ schema: z.unknown(), handle: async () => result });
    await bench.queue.submit(batch(squares(1)));
    await (await bench.work({ square }, { drain: true })).idle();
    const status = await first();
    expect(status).toMatchObject({ state: 'failed', result: null, attempts: 1 });
    expect(status.reason).toContain(reason);
  });

  test('a result with nothing but JSON comes back as it was', async () => {
    const result = { text: 'é', list: [1, null, { deep: true }], none: undefined };
    const square = taskKind({ schema: z.unknown(), handle: async () => result });
    await bench.queue.submit(batch(squares(1)));
    await (await bench.work({ square }, { drain: true })).idle();
    expect(await first()).toMatchObject({
      state: 'done',
      result: { text: 'é', list: [1, null, { deep: true }] },
    });
  });

  test('puts tasks back when it stops, for another one', async () => {
    const reasons: string[] = [];
    await bench.queue.submit(batch(squares(3)));
    const worker = await bench.work(
      { square: endless(({ name }) => reasons.push(name)) },
      { concurrency: 2 },
    );
    await until(
      'two are at work',
      async () => (await bench.queue.status('batch')).filter(({ state }) => state === 'active').length === 2,
    );
    await worker.stop();
    expect(reasons).toEqual(['Stopping', 'Stopping']);
    expect((await bench.queue.status('batch')).map(({ state }) => state)).toEqual([
      'waiting',
      'waiting',
      'waiting',
    ]);
    const square = taskKind({ schema: z.unknown(), handle: async () => 'done' });
    const next = await bench.work({ square }, { drain: true });
    await next.idle();
    expect((await bench.queue.status('batch')).map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  });

  test('waits for no handler that does not hear, and does not count what it returns later', async () => {
    let finish = (_: string): void => undefined;
    const deaf = taskKind({
      schema: z.unknown(),
      handle: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    });
    await bench.queue.submit(batch(squares(1)));
    const worker = await bench.work({ square: deaf });
    await until('it is at work', inState('active'));
    await worker.stop({ graceMs: 100 });
    finish('too late');
    expect((await first()).state).toBe('waiting');
  });

  test('ends when there is nothing left to do, by whomever', async () => {
    let finish = (): void => undefined;
    const slow = taskKind({
      schema: z.unknown(),
      handle: () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    });
    await bench.queue.submit(batch(squares(1)));
    await bench.work({ square: slow });
    await until('it is at work', inState('active'));
    const drained = await bench.work({ square: slow }, { drain: true });
    let idle = false;
    void drained.idle().then(() => {
      idle = true;
    });
    const lockEnds = async (): Promise<number> =>
      Date.now() + (await bench.redis.pttl(bench.key('t-square-0:lock')));
    const before = await lockEnds();
    // Every half of a lock's time; the drained one looks twice as often.
    await until(
      'the other one has told twice that it is at work',
      async () => (await lockEnds()) > before + 0.7 * lockMs,
    );
    expect(idle).toBe(false);
    finish();
    await drained.idle();
  });

  test('leaves kinds that it does not know to others', async () => {
    const square = taskKind({ schema: z.unknown(), handle: async () => 'squared' });
    const cube = taskKind({ schema: z.unknown(), handle: async () => 'cubed' });
    const [one, two] = squares(2);
    await bench.queue.submit(batch([{ ...one!, kind: 'cube' }, two!]));
    await bench.work({ square });
    await until('it did its own', async () => (await bench.queue.status('batch'))[1]!.state === 'done');
    expect(await first()).toMatchObject({ state: 'waiting' });
    expect(bench.troubles.join()).toContain('knows no tasks of kind "cube"');
    await bench.work({ cube });
    await until('the other one did its', inState('done'));
  });

  /** A worker that is held up for seconds still renews it in time. */
  const patientLockMs = 5000;
  test('keeps its task while the server is away for longer than a lock holds', async () => {
    let handled = 0;
    let finish = (_: string): void => undefined;
    const square = taskKind({
      schema: z.unknown(),
      handle: () => {
        handled += 1;
        return new Promise((resolve) => {
          finish = resolve;
        });
      },
    });
    const backs = (): string[] => bench.troubles.filter((told) => told.includes('is back'));
    await bench.queue.submit(batch(squares(1)));
    const lock = { lockMs: patientLockMs };
    await bench.work({ square }, lock);
    // Others would take it.
    await bench.work({ square }, lock);
    await until('it is at work', inState('active'));
    await bench.server.kill();
    const away = Date.now();
    // The lock has its end on the clock, wherever the server is.
    await until('it has run out', () => Date.now() > away + patientLockMs);
    await bench.server.start();
    await until('all three are back', () => backs().length === 3);
    const there = (name: string) => async (): Promise<boolean> =>
      (await bench.redis.exists(bench.key(name))) === 1;
    await until('it has its lock again', there('t-square-0:lock'));
    await until('one has looked for tasks without a lock', there('stalled-check'));
    await until('and once more', async () => !(await there('stalled-check')()));
    await until('has it', there('stalled-check'));
    finish('the first');
    await until('it is done', inState('done'));
    expect(await first()).toMatchObject({ result: 'the first', attempts: 1 });
    expect(handled).toBe(1);
    expect(backs()).toHaveLength(3);
  });

  const idle = taskKind({ schema: z.unknown(), handle: async () => null });
  test.each([
    ['concurrency', 0],
    ['concurrency', 1.5],
    ['lockMs', 10],
    ['maxDeaths', 0],
  ])('refuses %s %d', async (name, value) => {
    const error = await failureOf(bench.work({ idle }, { [name]: value }));
    expect(error).toMatchObject({ code: 'RNP_CONFIG' });
  });
});
