import { describe, expect, test } from '@jest/globals';
import { Job, type JobContext } from '../src/job.js';

/** Counts until it is stopped, or to the end. */
const counting = (to: number, onEnd: (at: number) => void = () => undefined, signal?: AbortSignal) =>
  new Job(async ({ signal: stop, listen }: JobContext<number>) => {
    let at = 0;
    while (at < to && !stop.aborted) {
      listen(++at);
      await new Promise(setImmediate);
    }
    onEnd(at);
    return at;
  }, signal);

async function listOf<T>(events: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe('a job', () => {
  test('tells all events in order, then has its result; asking again does nothing again', async () => {
    let runs = 0;
    const job = counting(4, () => runs++);
    expect(await listOf(job)).toEqual([1, 2, 3, 4]);
    expect(await job.result()).toBe(4);
    expect(await listOf(job)).toEqual([]);
    expect(runs).toBe(1);
  });

  test('needs no loop, and does nothing before it is asked', async () => {
    let runs = 0;
    const job = counting(2, () => runs++);
    await new Promise(setImmediate);
    expect(runs).toBe(0);
    expect(await job.result()).toBe(2);
  });

  test('is stopped, and waited for, when a loop is left', async () => {
    let ended = 0;
    const job = counting(1e6, (at) => {
      ended = at;
    });
    for await (const event of job) if (event === 3) break;
    expect(ended).toBeGreaterThanOrEqual(3);
    expect(ended).toBeLessThan(100);
    expect(await job.result()).toBe(ended);
  });

  test('is stopped by its signal, and by its dispose', async () => {
    const controller = new AbortController();
    const job = counting(1e6, undefined, controller.signal);
    const result = job.result();
    controller.abort();
    expect(await result).toBeLessThan(100);
    const other = counting(1e6);
    const end = other.result();
    await other[Symbol.asyncDispose]();
    expect(await end).toBeLessThan(100);
  });

  test('that fails throws in the loop after its last event, and from its result', async () => {
    const job = new Job<string, void>(async ({ listen }) => {
      listen('a');
      throw new Error('broken');
    });
    const events: string[] = [];
    const loop = async (): Promise<void> => {
      for await (const event of job) events.push(event);
    };
    await expect(loop()).rejects.toThrow('broken');
    expect(events).toEqual(['a']);
    await expect(job.result()).rejects.toThrow('broken');
  });
});
