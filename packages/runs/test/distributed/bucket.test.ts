import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStore } from '@rnp/files/node';
import { createRaster } from '@rnp/images';
import { encodePng } from '@rnp/viz';
import { describeWithRedis, type RedisServer, startRedis } from '@rnp-tools/redis-testing';
import { credentials, type S3Server, startS3 } from '@rnp-tools/s3-testing';
import { amount } from '@rnp-tools/testing/long';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { queuedRunner, queuedShards, workForQueue } from '../../src/distributed/index.js';
import { parseCorpus, runSweep } from '../../src/index.js';
import { runDir } from '../../src/sweep/folder.js';
import { sweepPlan } from '../../src/sweep/index.js';

// Machines that share a bucket and nothing else: what one makes, another finds.

const tiny = {
  childrenPerLevel: [2, 2],
  latent: 3,
  hidden: 6,
  hyperHidden: 6,
  stateLayers: 1,
  policyLayers: 1,
};

/** A folder with drawings, no two alike. */
function drawings(count: number): string {
  const dir = temporaryFolder();
  for (let i = 0; i < count; i++) {
    const raster = createRaster(28, 28, 1);
    for (let at = 0; at < 16; at++) raster.data[(6 + at) * 28 + 6 + ((at * (i + 1)) % 16)] = 1;
    writeFileSync(join(dir, `${i}.png`), encodePng(raster));
  }
  return dir;
}

describeWithRedis(describe, 'through a bucket', () => {
  let redis: RedisServer;
  let s3: S3Server;
  const before = { ...process.env };
  beforeAll(async () => {
    // One after the other: where one cannot be started, the other is stopped.
    redis = await startRedis();
    s3 = await startS3();
    Object.assign(process.env, credentials, { AWS_ENDPOINT_URL_S3: s3.address });
  });
  afterAll(async () => {
    process.env = before;
    await Promise.all([redis?.close(), s3?.stop()]);
  });

  /** What is done while a worker works. */
  async function withWorker<T>(store: string, folders: string | null, work: () => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const working = workForQueue({
      url: redis.url,
      store,
      ...(folders !== null && { folders }),
      limits: { engines: 1 },
      signal: stop.signal,
    }).result();
    try {
      return await work();
    } finally {
      stop.abort();
      expect(await working).toEqual({ drained: false });
    }
  }

  test('a sweep gives the numbers that it gives here, and is fetched again without a worker', async () => {
    const store = 's3://objects/sweeps';
    const set = { ...tiny, steps: 4, batchSize: 4, overlap: 'none', workers: 1 };
    const file = {
      name: 'in-a-bucket',
      base: { data: 'digits', set },
      seeds: amount([1], [1, 2]),
      backend: 'wasm',
    };
    const plan = await sweepPlan(file, 'the test');
    const address = { server: { url: redis.url }, store, workers: 'the test' };
    const sweep = async (out: string, queued: boolean): Promise<readonly unknown[]> => {
      const runner = queued ? { runner: queuedRunner(address) } : {};
      const { folder, statuses } = await runSweep(plan, { out, report: false, ...runner }).result();
      return statuses.map(({ state, reason, metrics, run }) => ({
        state,
        reason,
        sse: metrics?.ssePerImage,
        weights: readFileSync(join(runDir(folder, run), 'model', 'model.safetensors')).toString('base64'),
      }));
    };
    const local = await sweep(join(temporaryFolder(), 'local'), false);
    const queued = await withWorker(store, null, () => sweep(join(temporaryFolder(), 'queued'), true));
    expect(queued).toEqual(local);
    const keys: string[] = [];
    for await (const { key } of (await openStore(store)).list('runs/')) keys.push(key);
    expect(keys.length).toBeGreaterThan(0);
    // Nobody works any more.
    expect(await sweep(join(temporaryFolder(), 'again'), true)).toEqual(local);
  });

  test('a corpus has the bytes that it has here', async () => {
    const store = 's3://objects/corpora';
    const folder = drawings(7);
    const address = { server: { url: redis.url }, store, workers: 'the test' };
    const corpus = async (out: string, queued: boolean): Promise<Buffer> => {
      mkdirSync(out, { recursive: true });
      const shards = queued ? { shards: queuedShards(address) } : {};
      await parseCorpus(folder, { model: 'mnist', out, shardSize: 3, merge: true, ...shards }).result();
      return readFileSync(join(out, 'trees.jsonl'));
    };
    const local = await corpus(join(temporaryFolder(), 'local'), false);
    expect(local.toString().trim().split('\n')).toHaveLength(7);
    const out = join(temporaryFolder(), 'queued');
    expect(await withWorker(store, folder, () => corpus(out, true))).toEqual(local);
    expect(await corpus(join(temporaryFolder(), 'again'), true)).toEqual(local);
  });
});
