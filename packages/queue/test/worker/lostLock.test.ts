import { describe, expect, test } from '@jest/globals';
import { describeWithRedis } from '@rnp-tools/redis-testing';
import { z } from 'zod';
import { type TaskContext, type TaskStatus, taskKind } from '../../src/index.js';
import { squares, useBench } from '../bench.js';
import { putBack } from '../putBack.js';
import { until } from '../until.js';

describeWithRedis(describe, 'a task whose lock is lost', () => {
  const bench = useBench();
  // So long that BullMQ does not renew it while a test lasts.
  const lockMs = 3_600_000;
  const lock = (): string => bench.key('t-square-0:lock');
  const status = async (): Promise<TaskStatus> => (await bench.queue.status('batch'))[0]!;
  const submit = (): Promise<void> =>
    bench.queue.submit({ id: 'batch', name: 'Batch', kind: 'test', tasks: squares(1) });

  /** A kind whose handlers hand out what they have, and end when they are told. */
  const handedOut = () => {
    const contexts: TaskContext[] = [];
    const ends: ((result: string) => void)[] = [];
    const square = taskKind({
      schema: z.unknown(),
      handle: (_, context) =>
        new Promise((resolve) => {
          contexts.push(context);
          ends.push(resolve);
        }),
    });
    return { contexts, ends, square };
  };
  const atWork = (contexts: readonly TaskContext[]): Promise<void> =>
    until('it is at work', () => contexts.length > 0);

  test('by time alone shows what it says of its progress, though it says nothing later', async () => {
    const { contexts, ends, square } = handedOut();
    await submit();
    await bench.work({ square }, { lockMs });
    await atWork(contexts);
    await bench.redis.del(lock());
    contexts[0]!.progress({ step: 7 });
    await until('it is shown', async () => (await status()).progress !== null);
    expect((await status()).progress).toEqual({ step: 7 });
    await bench.redis.del(lock());
    contexts[0]!.progress({ step: 'last' });
    ends[0]!('result');
    await until('it is done', async () => (await status()).state === 'done');
    expect(await status()).toMatchObject({ progress: { step: 'last' }, result: 'result', attempts: 1 });
    expect(bench.troubles).toEqual([]);
  });

  test('to another worker is told so when it says something of its progress', async () => {
    const { contexts, square } = handedOut();
    await submit();
    await bench.work({ square }, { lockMs });
    await atWork(contexts);
    await bench.redis.set(lock(), 'another');
    contexts[0]!.progress({ step: 7 });
    await until('it hears of it', () => contexts[0]!.signal.aborted);
    expect(contexts[0]!.signal.reason).toMatchObject({ name: 'LockLost' });
    expect((await status()).progress).toBeNull();
    expect(bench.troubles).toEqual([expect.stringContaining('its task went to another one')]);
  });

  test('with the task itself, as by a server that came back empty, is told so', async () => {
    const { contexts, ends, square } = handedOut();
    await submit();
    await bench.work({ square }, { lockMs });
    await atWork(contexts);
    await bench.redis.flushall();
    await until('it hears of it', () => contexts[0]!.signal.aborted);
    ends[0]!('result');
    await until('it is said', () => bench.troubles.length > 0);
    expect(bench.troubles).toEqual([
      expect.stringMatching(/^0 squared: the queue has this task no more: .*queue it again$/),
    ]);
    // Queued again, it is done.
    await submit();
    await until('it is begun again', () => contexts.length === 2);
    ends[1]!('of the second');
    await until('it is done', async () => (await status()).state === 'done');
  });

  test('to another worker is told so though it says nothing', async () => {
    const { contexts, square } = handedOut();
    await submit();
    await bench.work({ square });
    await atWork(contexts);
    await bench.redis.set(lock(), 'another');
    await until('it hears of it', () => contexts[0]!.signal.aborted);
    expect(contexts[0]!.signal.reason).toMatchObject({ name: 'LockLost' });
  });

  test('is not begun again by a worker that is still at work on it', async () => {
    const { contexts, ends, square } = handedOut();
    await submit();
    await bench.work({ square }, { lockMs, concurrency: 2 });
    await atWork(contexts);
    await putBack(bench, 'square-0');
    await until('it is taken and left', async () => (await status()).attempts > 1);
    await until('it waits', async () => (await status()).state === 'waiting');
    expect(contexts).toHaveLength(1);
    ends[0]!('of the first');
    await until('it is begun again', () => contexts.length === 2);
    expect(contexts[0]!.signal.reason).toMatchObject({ name: 'LockLost' });
    ends[1]!('of the second');
    await until('it is done', async () => (await status()).state === 'done');
    expect(await status()).toMatchObject({ result: 'of the second' });
  });
});
