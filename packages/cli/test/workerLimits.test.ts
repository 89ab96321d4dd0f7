import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodePng } from '@rnp/viz';
import { describeWithRedis, type RedisServer, startRedis } from '@rnp-tools/redis-testing';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { ownImages } from './ownImages.js';
import { type Running, rnp, start, tiny } from './rnp.js';

describeWithRedis(describe, 'a worker with limits', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());

  test('leaves runs, images and models beyond them, and whoever asked is told the option that allows them', async () => {
    const dir = temporaryFolder();
    const at = ['--queue', server.url, '--store', join(dir, 'store')];
    const set = Object.fromEntries(tiny.slice(1).map((one) => one.split('=') as [string, string]));
    writeFileSync(
      join(dir, 'long.json'),
      JSON.stringify({ base: { data: ownImages(dir), set: { ...set, steps: 3 } } }),
    );
    const data = Float32Array.from({ length: 784 }, (_, i) => (i % 28 === 14 ? 1 : 0));
    writeFileSync(join(dir, 'one.png'), encodePng({ width: 28, height: 28, channels: 1, data }));
    const worker = (...more: string[]): Running => start(['worker', ...at, '--folders', dir, ...more], dir);
    const sweep = ['sweep', 'long.json', '--out', 's', '--no-report', ...at];
    const parse = ['parse', '.', '--model', 'mnist', ...at, '--out'];

    const strict = worker('--max-steps', '2', '--max-parameters', '1000');
    const swept = await rnp(sweep, dir);
    expect([swept.code, swept.stderr]).toEqual([
      1,
      expect.stringContaining('workers with --max-steps 3 take it'),
    ]);
    const inferred = await rnp([...parse, 'inferred', '--infer', '5'], dir);
    expect([inferred.code, inferred.stderr]).toEqual([1, expect.stringContaining('--max-steps 5 take it')]);
    const large = await rnp([...parse, 'trees'], dir);
    expect([large.code, large.stderr]).toEqual([1, expect.stringMatching(/--max-parameters \d+ take it/)]);
    strict.child.kill('SIGINT');
    await strict.ended;

    const generous = worker('--max-steps', '5');
    expect((await rnp(sweep, dir)).code).toBe(0);
    expect((await rnp([...parse, 'inferred', '--infer', '5'], dir)).code).toBe(0);
    generous.child.kill('SIGINT');
    await generous.ended;
  });
});
