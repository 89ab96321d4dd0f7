import { describe, expect, test } from '@jest/globals';
import { describeWithRedis } from '@rnp-tools/redis-testing';
import { z } from 'zod';
import { TaskError, type TaskKind, type TaskStatus, taskKind } from '../../src/index.js';
import { squares, useBench } from '../bench.js';
import { until } from '../until.js';
import { batch, endless, firstTask } from './oneBatch.js';

describeWithRedis(describe, 'a task that a worker fails or leaves', () => {
  const bench = useBench();
  const { first, inState } = firstTask(bench);

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
});
