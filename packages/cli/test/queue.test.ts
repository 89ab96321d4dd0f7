import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStore } from '@rnp/files/node';
import { openQueue } from '@rnp/queue';
import { queueTask, runKind, storeId } from '@rnp/runs/distributed';
import type { RunTask } from '@rnp/runs/sweep';
import { encodePng } from '@rnp/viz';
import { describeWithRedis, type RedisServer, startRedis } from '@rnp-tools/redis-testing';
import { amount, inLong } from '@rnp-tools/testing/long';
import { randomMoments } from '@rnp-tools/testing/randomMoments';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { ownImages } from './ownImages.js';
import { fileThere, type Running, rnp, start, tiny } from './rnp.js';

const settings = Object.fromEntries(tiny.slice(1).map((one) => one.split('=') as [string, string]));
const json = (...path: string[]): Record<string, unknown> => JSON.parse(readFileSync(join(...path), 'utf8'));

const seeds = amount([1], [1, 2, 3, 4]);

/** A sweep of runs of seconds. */
function sweepFolder(steps: number): string {
  const dir = temporaryFolder();
  const sweep = {
    base: { data: ownImages(dir), set: { ...settings, steps, overlap: 'none' } },
    grid: { latent: [3, 4] },
    seeds,
  };
  writeFileSync(join(dir, 'sweep.json'), JSON.stringify(sweep));
  return dir;
}

const steps = amount(40, 80);
/** When a worker is killed; a random moment is added. `any`: it may not have begun by then. */
type Kill = 'any' | 'begun' | 'checkpoint stored' | 'server killed' | 'disk full';
const kills: readonly Kill[] = [
  ...(['any', 'checkpoint stored', 'server killed', 'disk full'] as const),
  ...amount<readonly Kill[]>(
    [],
    Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 'any' : 'begun')),
  ),
];
const runs = [3, 4].flatMap((latent) => seeds.map((seed) => `latent=${latent}/seed-${seed}`));

/** Runs' figures, without what time they took. */
function figuresOf(sweep: string, some = runs): unknown {
  return some.map((run) => {
    const { seconds: _, ...figures } = json(sweep, 'runs', run, 'metrics.json');
    return figures;
  });
}

describeWithRedis(describe, 'rnp sweep --queue', () => {
  let server: RedisServer;
  const local = sweepFolder(steps);
  const at = (dir: string): string[] => ['--queue', server.url, '--store', join(dir, 'store')];
  const sweepTo = (dir: string): string[] => [
    ...['sweep', 'sweep.json', '--out', 's', '--no-report', '--checkpoint-every', '5'],
    ...at(dir),
  ];
  const worker = (dir: string, ...more: string[]): Running =>
    start(['worker', ...at(dir), '--folders', dir, ...more], dir);

  beforeAll(async () => {
    server = await startRedis();
    const { code } = await rnp(['sweep', 'sweep.json', '--out', 'local', '--no-report'], local);
    expect(code).toBe(0);
  });
  afterAll(() => server.close());

  test('runs on two workers equal the local result, number for number', async () => {
    const dir = sweepFolder(steps);
    mkdirSync(join(dir, 'work'));
    writeFileSync(join(dir, 'work', 'mine.txt'), 'not the worker’s');
    const workers = [worker(dir, '--work', 'work'), worker(dir, '--work', 'work')];
    // As many runs as workers; where others share more, they are killed, too.
    const chosen = amount([1], seeds);
    const some = runs.filter((run) => chosen.some((seed) => run.endsWith(`seed-${seed}`)));
    const sweep = ['sweep', 'sweep.json', '--seeds', chosen.join(), '--no-report', ...at(dir)];
    const swept = await rnp([...sweep, '--out', 's'], dir);
    expect(swept.stderr).not.toContain('failed');
    expect(swept.code).toBe(0);
    expect(figuresOf(join(dir, 's'), some)).toEqual(figuresOf(join(local, 'local'), some));
    const status = await rnp(['sweep', 'status', '--queue', server.url, '--json'], dir);
    expect(JSON.parse(status.stdout)).toMatchObject([{ name: 'sweep', counts: { done: some.length } }]);

    // Asked for again, elsewhere: fetched from the store, not run again.
    const again = await rnp([...sweep, '--out', 'again'], dir);
    expect(again.stderr).not.toContain('running');
    expect(figuresOf(join(dir, 'again'), some)).toEqual(figuresOf(join(dir, 's'), some));

    for (const { child } of workers) child.kill('SIGINT');
    const ends = await Promise.all(workers.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([130, 130]);
    const done = ends.map(({ stdout }) => stdout.match(/: done, SSE/g)?.length ?? 0);
    // What they worked in is gone, and nothing else.
    expect(readdirSync(join(dir, 'work'))).toEqual(['mine.txt']);
    // No run was run twice.
    expect(done[0]! + done[1]!).toBe(some.length);
  });

  test(`workers killed at ${kills.length} random moments, the server once, its disk full once: nothing lost, nothing double`, async () => {
    const dir = sweepFolder(steps);
    const sweeping = rnp(sweepTo(dir), dir);
    const some = ['--lock-seconds', '1', '--max-deaths', `${2 * kills.length}`];
    const moments = randomMoments(kills.length, amount(300, 1500));
    let said = '';
    let atWork = 0;
    for (const [i, when] of kills.entries()) {
      const victim = worker(dir, ...some);
      // However slow the machine: it has begun by then, unless others have done it all.
      if (when !== 'any' && when !== 'disk full') {
        await Promise.race([heard(victim, /: (begins|goes on)/), sweeping]);
      }
      if (when === 'checkpoint stored') await checkpointIn(join(dir, 'store'));
      if (when === 'server killed') {
        const lost = heard(victim, /lost the connection/);
        await server.kill();
        await lost;
        await server.start();
      }
      if (when === 'disk full') {
        const full = heard(victim, /disk/);
        server.limitDisk(0);
        await full;
        server.limitDisk(null);
      }
      // A run that has left a checkpoint is not to end before another worker goes on from there.
      if (when !== 'checkpoint stored') await sleep(moments[i]!);
      victim.child.kill('SIGKILL');
      const { stdout } = await victim.ended;
      const count = (words: RegExp): number => stdout.match(words)?.length ?? 0;
      if (count(/: (begins|goes on)/g) > count(/: done/g)) atWork++;
      said += stdout;
    }
    const last = worker(dir, ...some);
    const ended = await sweeping;
    last.child.kill('SIGINT');
    said += (await last.ended).stdout;
    expect(ended.stderr).not.toContain('failed');
    expect(ended.code).toBe(0);
    expect(figuresOf(join(dir, 's'))).toEqual(figuresOf(join(local, 'local')));
    expect(atWork).toBeGreaterThanOrEqual(amount(1, 6));
    // They did go on from checkpoints of others, and said what was wrong with the server.
    expect(said).toMatch(/goes on from step \d+/);
    expect(said).toMatch(/disk/);
  });

  inLong(test)('cancelled runs stop, saved; the same sweep begun again goes on from there', async () => {
    const dir = sweepFolder(100_000);
    const one = worker(dir);
    const command = sweepTo(dir);
    const sweeping = start(command, dir);
    await checkpointIn(join(dir, 'store'));
    const listed = await rnp(['sweep', 'status', '--queue', server.url, '--json'], dir);
    const { id } = (JSON.parse(listed.stdout) as { id: string; counts: { active: number } }[]).find(
      ({ counts }) => counts.active > 0,
    )!;
    const cancelled = await rnp(['sweep', 'cancel', id, '--queue', server.url], dir);
    expect(cancelled.code).toBe(0);
    const ended = await sweeping.ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('cancelled');
    const goesOn = heard(one, /goes on from step \d+/);
    const again = start(command, dir);
    await goesOn;
    again.child.kill('SIGINT');
    expect((await again.ended).stderr).toContain('the runs go on');
    await rnp(['sweep', 'cancel', id, '--queue', server.url], dir);
    one.child.kill('SIGINT');
    await one.ended;
  });

  test('a folder is known by its images: each sweep learns from its own, whatever others call theirs', async () => {
    const dir = temporaryFolder();
    for (const [who, seed] of [
      ['alice', 1],
      ['bob', 2],
    ] as const) {
      mkdirSync(join(dir, who, 'photos'), { recursive: true });
      for (let i = 0; i < 6; i++) {
        const data = Float32Array.from({ length: 64 }, (_, at) => ((at * 7 + i * seed * 13) % 5) / 4);
        const png = encodePng({ width: 8, height: 8, channels: 1, data });
        writeFileSync(join(dir, who, 'photos', `${i}.png`), png);
      }
      const base = { data: 'photos?size=8', set: { ...settings, steps: 2, overlap: 'none', batchSize: 2 } };
      writeFileSync(join(dir, who, 'mine.json'), JSON.stringify({ base }));
    }
    const [alice, bob] = [join(dir, 'alice'), join(dir, 'bob')];
    const sweeping = (more: string[]): string[] => ['sweep', 'mine.json', '--no-report', ...more];
    const sse = (who: string, out: string): unknown =>
      json(who, out, 'runs', 'mine', 'seed-1', 'metrics.json').ssePerImage;
    await rnp(sweeping(['--out', 'here']), bob);

    // The worker stands in Alice's folder, and may read those of both.
    const one = start(['worker', ...at(dir), '--folders', dir], alice);
    for (const who of [alice, bob]) {
      const swept = await rnp(sweeping(['--out', 'queued', ...at(dir)]), who);
      expect({ code: swept.code, stderr: swept.code === 0 ? '' : swept.stderr }).toEqual({
        code: 0,
        stderr: '',
      });
    }
    expect(sse(bob, 'queued')).toBe(sse(bob, 'here'));
    expect(sse(bob, 'queued')).not.toBe(sse(alice, 'queued'));
    // Its record says where they lie here.
    const record = json(bob, 'queued', 'runs', 'mine', 'seed-1', 'run.json') as { data: { folder: string } };
    expect(record.data.folder).toBe('../../../../photos');
    one.child.kill('SIGINT');
    await one.ended;

    // One that has only Alice's refuses by name.
    const other = start(['worker', ...at(dir), '--folders', alice], alice);
    await rnp(sweeping(['--out', 'x', '--steps', '3', '--dry-run']), bob);
    const refused = await rnp(sweeping(['--out', 'x', '--steps', '3', ...at(dir)]), bob);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/photos holds other images than the task is about/);
    other.child.kill('SIGINT');
    await other.ended;
  });

  test('a task under another run’s key is refused, and so is a stored result that is another run’s', async () => {
    const dir = sweepFolder(2);
    const list = await rnp(['sweep', 'sweep.json', '--seeds', '1,2', '--dry-run', '--json'], dir);
    const [first, second] = JSON.parse(list.stdout) as { key: string; digest: string; settings: object }[];
    const store = await openStore(join(dir, 'store'));
    const task = {
      ...{ name: 'poison', key: first!.key, digest: first!.digest, settings: second!.settings },
      ...{ backend: 'wasm', evaluateEvery: null, checkpointEvery: null, report: false, command: 'rnp' },
    };
    const queue = await openQueue({ url: server.url, env: {} });
    const tasks = [queueTask(task as unknown as RunTask, await storeId(store))];
    await queue.submit({ id: 'poison', name: 'Poison', kind: runKind, tasks });
    const one = worker(dir);
    const poisoned = async (): Promise<string | undefined> => (await queue.status('poison'))[0]!.reason;
    while ((await poisoned()) === undefined) await sleep(100);
    expect(await poisoned()).toMatch(/is not that of its settings/);
    await queue.remove('poison');
    await queue.close();

    // Someone writes another run's result under the first one's key.
    const sweepOf = (seed: string, out: string): ReturnType<typeof rnp> =>
      rnp(['sweep', 'sweep.json', '--seeds', seed, '--out', out, '--no-report', ...at(dir)], dir);
    expect((await sweepOf('2', 'a')).code).toBe(0);
    await store.put(`runs/${first!.key}/result.json`, (await store.get(`runs/${second!.key}/result.json`))!);
    const fetched = await sweepOf('1', 'b');
    expect(fetched.code).toBe(1);
    expect(fetched.stderr).toMatch(
      /latent=3\/seed-1 failed: the result in .* is another run’s; delete runs\/[0-9a-f]{32} there/,
    );
    // One bad result hides none of the others.
    expect(fetched.stderr).toMatch(/latent=4\/seed-1: done/);
    one.child.kill('SIGINT');
    await one.ended;
  });

  test('what cannot work is said: no store, no server, a folder that the worker may not read', async () => {
    const dir = sweepFolder(steps);
    const noStore = await rnp(['sweep', 'sweep.json', '--queue', server.url], dir);
    expect(noStore).toMatchObject({ code: 2, stderr: expect.stringContaining('--store') });
    const nobody = await rnp(['worker', '--queue', 'redis://127.0.0.1:1', '--store', 'store'], dir);
    expect(nobody.code).toBe(1);
    expect(nobody.stderr).toMatch(/127\.0\.0\.1:1/);
    const secret = await rnp(['worker', '--queue', 'redis://:hunter2@127.0.0.1:1', '--store', 'store'], dir);
    expect(secret).toMatchObject({ code: 2, stderr: expect.stringContaining('RNP_QUEUE_PASSWORD') });
    expect(secret.stderr).not.toContain('hunter2');
    mkdirSync(join(dir, 'pictures'));
    for (let i = 0; i < 6; i++) {
      const data = Float32Array.from({ length: 64 }, (_, at) => ((at + i) % 4) / 3);
      writeFileSync(join(dir, 'pictures', `${i}.png`), encodePng({ width: 8, height: 8, channels: 1, data }));
    }
    writeFileSync(
      join(dir, 'folder.json'),
      JSON.stringify({ base: { data: './pictures', set: { ...settings, steps: 2, overlap: 'none' } } }),
    );
    const one = start(['worker', ...at(dir)], dir);
    const refused = await rnp(['sweep', 'folder.json', '--out', 'f', '--no-report', ...at(dir)], dir);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`start one with --folders ${join(dir, 'pictures')}`);
    const asked = ['sweep', 'status', '--queue', server.url];
    const sweeps = JSON.parse((await rnp([...asked, '--json'], dir)).stdout) as {
      id: string;
      name: string;
    }[];
    const { id } = sweeps.find(({ name }) => name === 'folder')!;
    const [run] = JSON.parse((await rnp([...asked, id, '--json'], dir)).stdout);
    expect(run.reason).toContain('start one with --folders ');
    expect((await rnp([...asked, id], dir)).stdout).toContain('start one with --folders ');
    one.child.kill('SIGINT');
    await one.ended;
    await fileThere(join(dir, 'f', 'results.json'), one);
  });
});

/** Resolves when a process has said such words from now on; rejects when it ends without. */
function heard({ child, ended }: Running, words: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout!.on('data', (text: Buffer) => {
      said += text.toString();
      if (words.test(said)) resolve();
    });
    ended.then(() => reject(new Error(`it ended, and said nothing like ${words}: ${said}`)), reject);
  });
}

/**
 * Waits until a run has left a checkpoint in a store, on a slow machine too: the list of its files, without which they do not count, is
 * written last.
 */
async function checkpointIn(store: string): Promise<void> {
  const there = (): boolean =>
    existsSync(store) &&
    readdirSync(store, { recursive: true, encoding: 'utf8' }).some((file) =>
      /^runs\/[^/]+\/checkpoints\/\d{6}-[^/]+\.json$/.test(file),
    );
  while (!there()) await sleep(20);
}
