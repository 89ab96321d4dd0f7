import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRaster } from '@rnp/images';
import { encodePng } from '@rnp/viz';
import { describeWithRedis, type RedisServer, startRedis } from '@rnp-tools/redis-testing';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { ownImages } from './ownImages.js';
import { type Running, start, tiny } from './rnp.js';

describeWithRedis(describe, 'a server that comes back empty', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis({ config: ['appendonly no'] });
  });
  afterAll(() => server.close());

  /** Watches a command until it has said something. */
  async function said(running: Running, pattern: RegExp): Promise<void> {
    let text = '';
    running.child.stderr!.on('data', (data: Buffer) => {
      text += data.toString();
    });
    while (running.child.exitCode === null && !pattern.test(text)) await sleep(20);
    expect(text).toMatch(pattern);
  }

  test('who stops watching a sweep while the server is away is not told that its runs go on', async () => {
    const dir = temporaryFolder();
    const set = Object.fromEntries(tiny.slice(1).map((one) => one.split('=') as [string, string]));
    const sweep = { base: { data: ownImages(dir), set: { ...set, steps: 2, overlap: 'none' } }, seeds: [1] };
    writeFileSync(join(dir, 'sweep.json'), JSON.stringify(sweep));
    const at = ['--queue', server.url, '--store', join(dir, 'store')];
    const watching = start(['sweep', 'sweep.json', '--no-report', '--out', 'out', ...at], dir);
    await said(watching, /start workers with/);
    const away = said(watching, /the queue at .* (waiting|away|reach)/i);
    await server.kill();
    await away;
    const begun = performance.now();
    watching.child.kill('SIGINT');
    const { code, stderr } = await watching.ended;
    await server.start();
    expect([code, stderr]).toEqual([
      130,
      expect.stringMatching(/^the queue does not answer: whether the runs go on/m),
    ]);
    expect(stderr).toMatch(/^no longer watching; the same command watches the runs again, .* ends them$/m);
    // The queue's own patience is a minute.
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  test.each(['sweep', 'corpus'])(
    'is told of and given its tasks again: %s',
    async (what) => {
      const dir = temporaryFolder();
      const set = Object.fromEntries(tiny.slice(1).map((one) => one.split('=') as [string, string]));
      const sweep = {
        base: { data: ownImages(dir), set: { ...set, steps: 2, overlap: 'none' } },
        seeds: [1],
      };
      writeFileSync(join(dir, 'sweep.json'), JSON.stringify(sweep));
      mkdirSync(join(dir, 'drawings'));
      const raster = createRaster(28, 28, 1);
      for (let y = 6; y < 22; y++) raster.data.fill(1, y * 28 + 12, y * 28 + 15);
      writeFileSync(join(dir, 'drawings', 'a.png'), encodePng(raster));
      const at = ['--queue', server.url, '--store', join(dir, 'store')];
      const out = ['--out', 'out'];
      const command =
        what === 'sweep'
          ? ['sweep', 'sweep.json', '--no-report', ...out, ...at]
          : ['parse', 'drawings', '--model', 'mnist', ...out, ...at];
      const watching = start(command, dir);
      // Its tasks are queued: the server has keys.
      await said(watching, /start workers with/);
      const back = said(watching, /is back: going on[\s\S]*the queue has lost 1 of 1 task,/);
      await server.kill();
      await server.start();
      await back;
      const worker = start(['worker', '--drain', '--folders', dir, ...at], dir);
      const [watched, worked] = [await watching.ended, await worker.ended];
      expect({ code: watched.code, stderr: watched.code === 0 ? '' : watched.stderr }).toEqual({
        code: 0,
        stderr: '',
      });
      expect(worked).toMatchObject({ code: 0 });
      expect(existsSync(join(dir, 'out', what === 'sweep' ? 'results.json' : 'manifest.json'))).toBe(true);
    },
    90_000,
  );
});
