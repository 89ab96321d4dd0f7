import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRaster } from '@rnp/images';
import { encodePng } from '@rnp/viz';
import { describeWithRedis, type RedisServer, startRedis } from '@rnp-tools/redis-testing';
import { amount, inLong } from '@rnp-tools/testing/long';
import { randomMoments } from '@rnp-tools/testing/randomMoments';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { killsItsReader, oddDrawing } from './oddDrawing.js';
import { type Ended, type Running, rnp, start } from './rnp.js';

/** So many drawings, no two alike; one file that is none. */
function drawings(count: number): string {
  const dir = temporaryFolder();
  mkdirSync(join(dir, 'images'));
  for (let i = 0; i < count; i++) {
    const raster = createRaster(28, 28, 1);
    for (let at = 0; at < 40; at++) {
      const [x, y] = [5 + ((i * 7 + at) % 18), 5 + ((Math.floor(i / 18) + at * (1 + (i % 3))) % 18)];
      raster.data[y * 28 + x] = 1;
    }
    writeFileSync(join(dir, 'images', `${String(i).padStart(5, '0')}.png`), encodePng(raster));
  }
  writeFileSync(join(dir, 'images', 'none.png'), 'this is no picture');
  return dir;
}

const linesOf = (...path: string[]): string[] =>
  readFileSync(join(...path), 'utf8')
    .trim()
    .split('\n');

describeWithRedis(describe, 'rnp parse FOLDER --queue', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());
  const at = (dir: string): string[] => ['--queue', server.url, '--store', join(dir, 'store')];
  const worker = (dir: string, ...more: string[]): Running =>
    start(['worker', ...at(dir), '--folders', dir, ...more], dir);
  const parse = (dir: string, out: string, ...more: string[]): Promise<Ended> =>
    rnp(['parse', 'images', '--model', 'mnist', '--merge', '--out', out, ...more], dir);

  const count = amount(48, 10_000);
  const shard = amount(8, 200);

  test(`${count} images, a worker killed again and again: one record an image, the manifest whole`, async () => {
    const dir = drawings(count);
    const corpus = parse(dir, 'q', '--shard-size', `${shard}`, ...at(dir));
    let over = false;
    const ending = corpus.then((ended) => {
      over = true;
      return ended;
    });
    const some = ['--lock-seconds', '3', '--max-deaths', '20'];
    let kills = 0;
    let steady: Running | undefined;
    for (const moment of randomMoments(amount(2, 10), amount(300, 3000))) {
      const victim = worker(dir, ...some);
      // At any moment after it has begun, which nobody is to wait for who has all trees.
      const begun = new Promise((resolve) => victim.child.stdout!.once('data', resolve));
      await Promise.race([begun, ending]);
      steady ??= worker(dir, ...some);
      await Promise.race([sleep(moment), ending]);
      if (!over) kills++;
      victim.child.kill('SIGKILL');
      await victim.ended;
    }
    const { code, stderr } = await ending;
    steady!.child.kill('SIGINT');
    await steady!.ended;
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(kills).toBeGreaterThanOrEqual(1);
    const manifest = JSON.parse(readFileSync(join(dir, 'q', 'manifest.json'), 'utf8')) as {
      images: number;
      errors: number;
      shards: { name: string; records: number }[];
    };
    expect(manifest).toMatchObject({ images: count + 1, errors: 1 });
    expect(manifest.shards).toHaveLength(count / shard + 1);
    expect(manifest.shards.reduce((sum, { records }) => sum + records, 0)).toBe(count + 1);
    const names = linesOf(dir, 'q', 'trees.jsonl').map(
      (line) => (JSON.parse(line) as { image: string }).image,
    );
    expect(new Set(names).size).toBe(count + 1);
    expect(names).toEqual([...names].sort());
  });

  test('the same bytes as without a queue; what is in the store is not made again', async () => {
    const dir = drawings(amount(20, 70));
    const size = ['--shard-size', amount('8', '25')];
    const local = await parse(dir, 'local', ...size);
    expect(local.code).toBe(0);
    const one = worker(dir);
    const queued = await parse(dir, 'q', ...size, ...at(dir));
    expect({ code: queued.code, stderr: queued.code === 0 ? '' : queued.stderr }).toEqual({
      code: 0,
      stderr: '',
    });
    one.child.kill('SIGINT');
    expect((await one.ended).stdout.match(/: done, /g)).toHaveLength(3);
    expect(readFileSync(join(dir, 'q', 'trees.jsonl'))).toEqual(
      readFileSync(join(dir, 'local', 'trees.jsonl')),
    );
    // No worker is there any more.
    const again = await parse(dir, 'again', ...size, ...at(dir));
    expect(again.code).toBe(0);
    expect(readFileSync(join(dir, 'again', 'trees.jsonl'))).toEqual(
      readFileSync(join(dir, 'local', 'trees.jsonl')),
    );
  });

  inLong(test)(
    'images at which workers are killed have their records, all others their trees: the bytes that one command makes',
    async () => {
      const dir = drawings(8);
      for (const name of ['00002', '00005']) writeFileSync(join(dir, 'images', `${name}.png`), oddDrawing());
      const kills = killsItsReader(dir);
      // What a command was killed at that often is in its journal.
      const ends = ['00002.png', '00002.png', '00005.png', '00005.png'];
      mkdirSync(join(dir, 'local', 'progress'), { recursive: true });
      writeFileSync(join(dir, 'local', 'progress', 'ended-by.json'), JSON.stringify(ends));
      expect((await parse(dir, 'local')).code).toBe(0);
      const corpus = parse(dir, 'q', ...at(dir));
      let over = false;
      const ending = corpus.finally(() => {
        over = true;
      });
      // More die than may in a row: the work gets on with each image that is known to kill.
      const options = ['--folders', dir, '--lock-seconds', '1', '--max-deaths', '4'];
      const deaths: (number | string)[] = [];
      while (!over) {
        const one = start(['worker', ...at(dir), ...options], dir, kills);
        await Promise.race([one.ended, ending]);
        if (over) one.child.kill('SIGINT');
        const { code } = await one.ended;
        if (!over) deaths.push(code);
      }
      const { code, stderr } = await ending;
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      expect(deaths).toEqual(Array(5).fill('SIGKILL'));
      const records = linesOf(dir, 'q', 'trees.jsonl').map((line) => JSON.parse(line));
      expect(records.map(({ image, error }) => [image, error?.code])).toEqual([
        ...[0, 1, 2, 3, 4, 5, 6, 7].map((i) => [
          `0000${i}.png`,
          i === 2 || i === 5 ? 'RNP_IMAGE_ABORTED' : undefined,
        ]),
        ['none.png', 'RNP_IMAGE_FORMAT'],
      ]);
      for (const name of ['trees.jsonl', 'shard-000000.jsonl'])
        expect(readFileSync(join(dir, 'q', name))).toEqual(readFileSync(join(dir, 'local', name)));
      const [shard] = readdirSync(join(dir, 'store', 'corpora'));
      expect(readdirSync(join(dir, 'store', 'corpora', shard!, 'reading'))).toEqual([]);
    },
  );

  test('a worker reads no folder that it was not given', async () => {
    const dir = drawings(3);
    const other = temporaryFolder();
    const one = start(['worker', ...at(dir), '--folders', other], dir);
    const refused = await parse(dir, 'q', ...at(dir));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('takes folders in');
    one.child.kill('SIGINT');
    await one.ended;
  });
});
