import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type RedisServer, startRedis } from '@rnp-tools/redis-testing';
import {
  openQueue,
  startWorker,
  type Task,
  type TaskKind,
  type TaskQueue,
  type Worker,
  type WorkerOptions,
} from '../src/index.js';

/** What a suite works with: a server for all of it, and for each test a queue of its own, whose workers are stopped after it. */
export interface Bench {
  server: RedisServer;
  queue: TaskQueue;
  prefix: string;
  /** What was told of troubles. */
  troubles: string[];
  work(kinds: Record<string, TaskKind>, options?: Partial<WorkerOptions>): Promise<Worker>;
}

let count = 0;

export function useBench(options: Parameters<typeof startRedis>[0] = {}): Bench {
  const bench = { troubles: [] } as unknown as Bench;
  let workers: Worker[] = [];
  beforeAll(async () => {
    bench.server = await startRedis(options);
  });
  afterAll(() => bench.server.close());
  beforeEach(async () => {
    workers = [];
    bench.troubles = [];
    bench.prefix = `test${++count}`;
    const { url } = bench.server;
    const { prefix, troubles } = bench;
    const common = { url, prefix, env: {}, onTrouble: (message: string) => void troubles.push(message) };
    bench.queue = await openQueue(common);
    bench.work = async (kinds, more = {}) => {
      const worker = await startWorker({ ...common, kinds, lockMs: 1000, ...more });
      workers.push(worker);
      return worker;
    };
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop({ graceMs: 500 })));
    await bench.queue.close();
  });
  return bench;
}

/** Tasks `PREFIX-0`, `PREFIX-1`, … of kind `square` that hold their number. */
export function squares(count: number, prefix = 'square'): Task[] {
  return Array.from({ length: count }, (_, number) => ({
    key: `${prefix}-${number}`,
    kind: 'square',
    name: `${number} squared`,
    payload: { number },
  }));
}
