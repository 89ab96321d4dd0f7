import { describe, expect, test } from '@jest/globals';
import { inWords, option, RnpError, worded } from '@rnp/errors';
import { describeWithRedis } from '@rnp-tools/redis-testing';
import { z } from 'zod';
import { TaskError, type TaskKind, type TaskStatus, taskKind } from '../../src/index.js';
import { lockMs, squares, useBench } from '../bench.js';
import { failureOf } from '../failureOf.js';
import { until } from '../until.js';
import { batch, endless, firstTask } from './oneBatch.js';

describeWithRedis(describe, 'a worker', () => {
  const bench = useBench();
  const { first, inState } = firstTask(bench);

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

  /** A worker that is held up for seconds still renews it in time. */
  const patientLockMs = 3000;
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
