import { Worker as Fetcher } from 'bullmq';
import type { Bench } from './bench.js';
import { until } from './until.js';

/**
 * Does at once what the clock does to a task whose worker is not heard of: its lock runs out, and the two looks of another worker put it
 * back for whoever comes. So tests need no locks so short that a busy machine loses them.
 */
export async function putBack(bench: Bench, key: string): Promise<void> {
  const { port } = bench.server;
  const looker = new Fetcher('tasks', null, {
    connection: { host: '127.0.0.1', port, maxRetriesPerRequest: null },
    prefix: bench.prefix,
    autorun: false,
    maxStalledCount: Number.MAX_SAFE_INTEGER,
  });
  await until(`${key} is put back`, async () => {
    await bench.redis.del(bench.key(`t-${key}:lock`), bench.key('stalled-check'));
    return (await looker.getBackend().moveStalledJobsToWait()).includes(`t-${key}`);
  });
  await looker.close();
}
