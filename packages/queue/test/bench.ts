import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type RedisServer, startRedis } from '@rnp-tools/redis-testing';
import { Redis } from 'ioredis';
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
  /** A connection that looks at what lies on the server. */
  redis: Redis;
  /** What was told of troubles. */
  troubles: string[];
  /** The name of a key that the queue has on the server. */
  key(name: string): string;
  work(kinds: Record<string, TaskKind>, options?: Partial<WorkerOptions>): Promise<Worker>;
}

/** How long a worker of a bench has a lock, unless it is given otherwise, in milliseconds. */
export const lockMs = 1000;

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
    bench.redis = new Redis(url, { maxRetriesPerRequest: null }).on('error', () => undefined);
    bench.key = (name) => `${prefix}:tasks:${name}`;
    bench.work = async (kinds, more = {}) => {
      const worker = await startWorker({ ...common, kinds, lockMs, ...more });
      workers.push(worker);
      return worker;
    };
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop({ graceMs: 500 })));
    await bench.queue.close();
    bench.redis.disconnect();
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
